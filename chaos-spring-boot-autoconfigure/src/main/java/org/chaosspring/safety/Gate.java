package org.chaosspring.safety;

import org.jspecify.annotations.Nullable;

/**
 * Something that can keep chaos from being enabled. Thread-safe; must not block.
 */
@FunctionalInterface
public interface Gate {

	/**
	 * Return whether the gate is closed.
	 * @return why, as the end of a sentence that begins with "must not be true", or
	 * {@code null} if it is open
	 */
	@Nullable String closed();

}
