package org.chaosspring.safety;

import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;

/**
 * How much may be held back, over all clients.
 *
 * @param messages how many messages
 * @param bytes how large they are together
 */
public record HoldCaps(int messages, long bytes) {

	/**
	 * Create caps.
	 * @throws InvalidPlanException if one of them is negative
	 */
	public HoldCaps {
		if (messages < 0) {
			throw new InvalidPlanException("max-held-messages", "must not be negative but is " + messages);
		}
		if (bytes < 0) {
			throw new InvalidPlanException("max-held-size", "must not be negative but is " + bytes + "B");
		}
	}

	@Nullable String reached(int heldMessages, long heldBytes) {
		if (heldMessages >= this.messages) {
			return "held-messages";
		}
		return (heldBytes >= this.bytes) ? "held-size" : null;
	}

}
