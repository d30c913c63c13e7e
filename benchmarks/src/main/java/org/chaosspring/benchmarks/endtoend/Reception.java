package org.chaosspring.benchmarks.endtoend;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Some messages that a listener gets.
 */
final class Reception {

	private static final long LIMIT_SECONDS = 60;

	private final Latencies latencies;

	private final CountDownLatch expected;

	private volatile long first;

	private volatile long last;

	Reception(int expected) {
		this.latencies = new Latencies(expected);
		this.expected = new CountDownLatch(expected);
	}

	/**
	 * Take note of a message. Called by one thread at a time.
	 * @param sentAt when it was sent, by {@link System#nanoTime()}
	 */
	void add(long sentAt) {
		long now = System.nanoTime();
		if (this.first == 0) {
			this.first = now;
		}
		this.last = now;
		this.latencies.add(now - sentAt);
		this.expected.countDown();
	}

	void await() throws InterruptedException {
		if (!this.expected.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException(this.expected.getCount() + " messages did not arrive");
		}
	}

	/**
	 * Return how many messages came in a second, from the first to the last.
	 */
	double perSecond() {
		return (this.latencies.size() - 1) / ((this.last - this.first) / 1e9);
	}

	Latencies latencies() {
		return this.latencies;
	}

}
