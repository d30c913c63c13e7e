package org.chaosspring.safety;

import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;

/**
 * How many faults may happen.
 *
 * @param perSecond how many within a second; {@code null} for any number
 * @param total how many from when chaos is switched on until it is switched off;
 * {@code null} for any number
 * @param share which share of the messages of each destination, from 0 to 1
 */
public record FaultCaps(@Nullable Long perSecond, @Nullable Long total, double share) {

	/**
	 * No caps.
	 */
	public static final FaultCaps NONE = new FaultCaps(null, null, 1);

	/**
	 * Create caps.
	 * @throws InvalidPlanException if one of them is out of range
	 */
	public FaultCaps {
		requireNumber("max-faults-per-second", perSecond);
		requireNumber("max-faults", total);
		if (!(share >= 0 && share <= 1)) {
			throw new InvalidPlanException("max-share", "must be a number from 0 to 1 but is " + share);
		}
	}

	private static void requireNumber(String field, @Nullable Long number) {
		if (number != null && (number < 1 || number > Integer.MAX_VALUE)) {
			throw new InvalidPlanException(field,
					"must be a whole number from 1 to " + Integer.MAX_VALUE + " but is " + number);
		}
	}

}
