package org.chaosspring.benchmarks.held;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.chaosspring.benchmarks.idle.Middlewares;
import org.chaosspring.benchmarks.report.Bound;
import org.chaosspring.benchmarks.report.Figures;
import org.chaosspring.benchmarks.report.Spread;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.InjectionPoint;

/**
 * How late messages leave, with many of them held back at once.
 */
final class ReleaseError {

	private static final String PART = "Held messages";

	private static final InjectionPoint POINT = new InjectionPoint("kafka", Direction.PRODUCE, "held");

	private static final int RATE = 50_000;

	private static final int KEYS = 10_000;

	private static final long NANOS_BETWEEN = TimeUnit.SECONDS.toNanos(1) / RATE;

	private final Figures figures;

	private final int messages;

	private final int measured;

	/**
	 * Prepare the measurement.
	 * @param messages how many messages are held at once
	 * @param measured how many of them leave one by one; the others are let go together
	 */
	ReleaseError(Figures figures, int messages, int measured) {
		this.figures = figures;
		this.messages = messages;
		this.measured = measured;
	}

	void measure() throws InterruptedException {
		List<Integer> shuffled = IntStream.range(0, this.messages).boxed().collect(Collectors.toList());
		Collections.shuffle(shuffled);
		measure("delayed", (held, start) -> shuffled.forEach((message) -> held.hold(message, null,
				Duration.ofNanos(start + NANOS_BETWEEN * message - System.nanoTime()))), 1);
		int perKey = this.messages / KEYS;
		measure("reordered in windows of 10,000 keys", (held, start) -> {
			for (int message = 0; message < this.messages; message++) {
				int key = message / perKey;
				long due = start + NANOS_BETWEEN * perKey * key;
				held.reorder(message, key,
						new Effect.Reordering(perKey + 1, Duration.ofNanos(due - System.nanoTime()), key));
			}
		}, perKey);
	}

	private void measure(String name, Holder holder, int together) throws InterruptedException {
		double[] millisLate = new double[this.measured];
		long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.max(2L, this.messages / 150_000));
		CountDownLatch left = new CountDownLatch(this.measured);
		Set<Thread> others = threads();
		try (ConfigurableChaosMiddleware chaos = Middlewares.onWithoutHit()) {
			HeldMessages<Integer> held = chaos.injector().hold((any) -> POINT, (message) -> {
				if (message < this.measured) {
					long due = start + NANOS_BETWEEN * (message - message % together);
					millisLate[message] = (System.nanoTime() - due) / 1e6;
					left.countDown();
				}
			}, (message) -> 0);
			holder.hold(held, start);
			// What is held has been there for long, as after a delay of minutes.
			System.gc();
			if (held.size() != this.messages) {
				throw new IllegalStateException("Held are " + held.size());
			}
			int threads = 0;
			while (!left.await(100, TimeUnit.MILLISECONDS)) {
				Set<Thread> own = threads();
				own.removeAll(others);
				threads = Math.max(threads, own.size());
			}
			this.figures.add(PART, name + ", late, median", "ms", Spread.quantile(millisLate, 0.5), null);
			this.figures.add(PART, name + ", late, 99th percentile", "ms", Spread.quantile(millisLate, 0.99),
					Bound.atMost(5));
			this.figures.add(PART, name + ", late, at most", "ms", Arrays.stream(millisLate).max().orElseThrow(), null);
			this.figures.add(PART, name + ", threads", "", threads, Bound.atMost(2));
		}
	}

	/**
	 * Return the threads of chaos without stopping any, as a look at all stacks would.
	 */
	private static Set<Thread> threads() {
		Thread[] all = new Thread[2 * Thread.activeCount()];
		int found = Thread.enumerate(all);
		return Arrays.stream(all, 0, found)
			.filter((thread) -> thread.getName().startsWith("chaos-"))
			.collect(Collectors.toSet());
	}

	/**
	 * Has messages held back.
	 */
	private interface Holder {

		void hold(HeldMessages<Integer> held, long start);

	}

}
