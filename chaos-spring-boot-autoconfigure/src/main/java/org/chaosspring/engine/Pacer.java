package org.chaosspring.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets messages pass at a rate, evenly, without a burst: each gets the next free moment.
 * Thread-safe; never waits itself.
 */
public final class Pacer {

	private final ReentrantLock lock = new ReentrantLock();

	private final double nanosBetween;

	private final LongSupplier nanoTime;

	private long nextFree;

	/**
	 * Create a pacer.
	 * @param rate messages a second; zero lets none pass
	 */
	public Pacer(double rate) {
		this(rate, System::nanoTime);
	}

	Pacer(double rate, LongSupplier nanoTime) {
		if (!(rate >= 0)) {
			throw new IllegalArgumentException("rate must not be negative but is " + rate);
		}
		this.nanosBetween = TimeUnit.SECONDS.toNanos(1) / rate;
		this.nanoTime = nanoTime;
		this.nextFree = nanoTime.getAsLong();
	}

	/**
	 * Reserve the next free moment.
	 * @param limit how long the caller would wait at most
	 * @return how long to wait, zero for not at all, or {@code null} if the next free
	 * moment is later than the limit; then nothing was reserved
	 */
	public @Nullable Duration reserve(Duration limit) {
		if (Double.isInfinite(this.nanosBetween)) {
			return null;
		}
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			long wait = Math.max(0, this.nextFree - now);
			if (wait > limit.toNanos()) {
				return null;
			}
			this.nextFree = now + wait + Math.round(this.nanosBetween);
			return Duration.ofNanos(wait);
		}
		finally {
			this.lock.unlock();
		}
	}

}
