package org.chaosspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * When chaos ends by itself: as soon as the clock shows the time, or so much time went
 * by, whichever comes first. A clock that is set back, or stands still, does not make it
 * longer.
 *
 * @param until the time, by the clock of the middleware
 * @param nanoTime the same by {@link System#nanoTime()}, worked out once
 */
record Deadline(Instant until, long nanoTime) {

	/**
	 * Return the deadline of a plan.
	 * @param plan the plan
	 * @param now the time
	 * @param before the deadline of the plan before it, which goes on if the time is the
	 * same
	 * @return the deadline, or {@code null} if the plan has none
	 */
	static @Nullable Deadline of(ChaosPlan plan, Instant now, @Nullable Deadline before) {
		Instant until = plan.until();
		if (until == null || (before != null && before.until.equals(until))) {
			return (until != null) ? before : null;
		}
		// Converts what is too long for nanoseconds to the longest time there is.
		long nanos = TimeUnit.NANOSECONDS.convert(Duration.between(now, until));
		return new Deadline(until, System.nanoTime() + nanos);
	}

	boolean isOver(Instant now) {
		return left().isZero() || !now.isBefore(this.until);
	}

	Duration left() {
		return Duration.ofNanos(Math.max(0, this.nanoTime - System.nanoTime()));
	}

}
