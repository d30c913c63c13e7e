package org.chaosspring.observe;

import java.time.Duration;
import java.time.Instant;

/**
 * Lets so many things pass in each window of time, and knows how many it kept back.
 */
final class RateLimit {

	private final int limit;

	private final Duration window;

	private Instant windowEnd = Instant.MIN;

	private int passed;

	private long keptBack;

	RateLimit(int limit, Duration window) {
		this.limit = limit;
		this.window = window;
	}

	/**
	 * Ask to pass.
	 * @param now the time
	 * @return how many were kept back since the last one passed, or -1 to keep this one
	 * back
	 */
	synchronized long tryPass(Instant now) {
		if (!now.isBefore(this.windowEnd)) {
			this.windowEnd = now.plus(this.window);
			this.passed = 0;
		}
		if (this.passed >= this.limit) {
			this.keptBack++;
			return -1;
		}
		this.passed++;
		long before = this.keptBack;
		this.keptBack = 0;
		return before;
	}

}
