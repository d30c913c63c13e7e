package org.chaosspring.benchmarks.endtoend;

import java.util.concurrent.atomic.AtomicInteger;

import org.chaosspring.benchmarks.report.Spread;

/**
 * How long messages took. Thread-safe.
 */
final class Latencies {

	private final double[] millis;

	private final AtomicInteger size = new AtomicInteger();

	Latencies(int most) {
		this.millis = new double[most];
	}

	void add(long nanos) {
		int place = this.size.getAndIncrement();
		if (place < this.millis.length) {
			this.millis[place] = nanos / 1e6;
		}
	}

	int size() {
		return this.size.get();
	}

	double percentile99() {
		return Spread.quantile(this.millis, 0.99);
	}

}
