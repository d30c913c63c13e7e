package org.chaosspring.halt;

import java.time.Duration;
import java.util.Map;

import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.parameter.Durations;
import org.jspecify.annotations.Nullable;

/**
 * What a meter must not show for long.
 *
 * @param meter the name of the meter, with dots
 * @param tags the tags that it has, among others
 * @param statistic what of the meter is looked at
 * @param above halts if the meter shows more than this; {@code null} for any value
 * @param below halts if the meter shows less than this; {@code null} for any value
 * @param lasting for how long it has to show it without a break; with
 * {@link MeterStatistic#GROWTH} the time within which it grows
 */
public record MeterBound(String meter, Map<String, String> tags, MeterStatistic statistic, @Nullable Double above,
		@Nullable Double below, Duration lasting) {

	private static final Duration LONGEST = Duration.ofHours(1);

	/**
	 * Create a bound.
	 * @throws InvalidPlanException if it says nothing, or something that cannot be held
	 */
	public MeterBound {
		if (meter.isBlank()) {
			throw new InvalidPlanException("meter", "must be the name of a meter");
		}
		if (above == null && below == null) {
			throw new InvalidPlanException("above", "must be given, or below");
		}
		requireNumber("above", above);
		requireNumber("below", below);
		if (lasting.isNegative() || lasting.compareTo(LONGEST) > 0) {
			throw new InvalidPlanException("lasting", "must be at most " + Durations.format(LONGEST));
		}
		if (statistic == MeterStatistic.GROWTH) {
			requireGrowth(below, lasting);
		}
		tags = Map.copyOf(tags);
	}

	private static void requireNumber(String field, @Nullable Double value) {
		if (value != null && value.isNaN()) {
			throw new InvalidPlanException(field, "must be a number");
		}
	}

	private static void requireGrowth(@Nullable Double below, Duration lasting) {
		if (lasting.isZero()) {
			throw new InvalidPlanException("lasting", "must be given for growth, such as 1m");
		}
		if (below != null) {
			throw new InvalidPlanException("below", "must not be given for growth");
		}
	}

	/**
	 * Return whether a value is out of bounds. What is not a number is not.
	 */
	boolean isExceededBy(double value) {
		return (this.above != null && value > this.above) || (this.below != null && value < this.below);
	}

	/**
	 * Say that the bound is exceeded, in words that fit after the name of the meter.
	 */
	String exceededBy(double value) {
		String bound = (this.above != null && value > this.above) ? "above " + this.above : "below " + this.below;
		String what = (this.statistic == MeterStatistic.GROWTH) ? " grew by " : " is ";
		return this.meter + what + value + ", " + bound + (this.lasting.isZero() ? "" : within());
	}

	private String within() {
		return ((this.statistic == MeterStatistic.GROWTH) ? " within " : " for ") + Durations.format(this.lasting);
	}

}
