package org.chaosspring.condition;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A token bucket: it is full at first, holds the tokens of one second, and is refilled at
 * a steady rate. Thread-safe; never waits.
 */
final class TokenBucket {

	private final ReentrantLock lock = new ReentrantLock();

	private final InstantSource clock;

	private final int rate;

	private double tokens;

	private Instant refilledAt;

	/**
	 * Create a bucket.
	 * @param clock tells the time; if it goes back, nothing is refilled
	 * @param rate tokens a second
	 */
	TokenBucket(InstantSource clock, int rate) {
		this.clock = clock;
		this.rate = rate;
		this.tokens = rate;
		this.refilledAt = clock.instant();
	}

	/**
	 * Take whole tokens.
	 * @param wanted how many at most
	 * @return how many there were of them
	 */
	int take(int wanted) {
		this.lock.lock();
		try {
			refill();
			int taken = (int) Math.min(wanted, this.tokens);
			this.tokens -= taken;
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void refill() {
		Instant now = this.clock.instant();
		double seconds = Math.max(0, Duration.between(this.refilledAt, now).toNanos() / 1e9);
		this.tokens = Math.min(this.rate, this.tokens + seconds * this.rate);
		this.refilledAt = now;
	}

}
