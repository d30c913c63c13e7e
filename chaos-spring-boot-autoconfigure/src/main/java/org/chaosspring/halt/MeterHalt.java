package org.chaosspring.halt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import org.chaosspring.safety.HaltCondition;
import org.jspecify.annotations.Nullable;

/**
 * Halts when one of the meters of a name and some tags is out of bounds for a time. A
 * meter that is not there is not out of bounds.
 */
public final class MeterHalt implements HaltCondition {

	private final String name;

	private final MeterBound bound;

	private final Supplier<@Nullable MeterRegistry> registry;

	private final LongSupplier nanoTime;

	private final Map<Meter.Id, Deque<Sample>> samples = new HashMap<>();

	/**
	 * Create a condition.
	 * @param name its name
	 * @param bound what the meters must not show
	 * @param registry gives the registry of the application, once there is one
	 */
	public MeterHalt(String name, MeterBound bound, Supplier<@Nullable MeterRegistry> registry) {
		this(name, bound, registry, System::nanoTime);
	}

	MeterHalt(String name, MeterBound bound, Supplier<@Nullable MeterRegistry> registry, LongSupplier nanoTime) {
		this.name = name;
		this.bound = bound;
		this.registry = registry;
		this.nanoTime = nanoTime;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void begin() {
		this.samples.clear();
	}

	@Override
	public @Nullable String check() {
		MeterRegistry known = this.registry.get();
		if (known == null) {
			return null;
		}
		long now = this.nanoTime.getAsLong();
		return known.find(this.bound.meter())
			.tags(this.bound.tags().entrySet().stream().map((tag) -> Tag.of(tag.getKey(), tag.getValue())).toList())
			.meters()
			.stream()
			.map((meter) -> check(meter, now))
			.filter((reason) -> reason != null)
			.findFirst()
			.orElse(null);
	}

	private @Nullable String check(Meter meter, long now) {
		Deque<Sample> seen = this.samples.computeIfAbsent(meter.getId(), (any) -> new ArrayDeque<>());
		Sample current = new Sample(now, value(meter));
		return (this.bound.statistic() == MeterStatistic.GROWTH) ? growth(seen, current) : duration(seen, current);
	}

	/**
	 * Read a meter; what it does not have is not a number. Times are in seconds, whatever
	 * the registry measures in.
	 */
	private double value(Meter meter) {
		return switch (this.bound.statistic()) {
			case VALUE, GROWTH -> first(meter);
			case MAX -> max(meter);
			case MEAN -> mean(meter);
		};
	}

	private static double max(Meter meter) {
		if (meter instanceof Timer timer) {
			return timer.max(TimeUnit.SECONDS);
		}
		if (meter instanceof LongTaskTimer timer) {
			return timer.max(TimeUnit.SECONDS);
		}
		return measured(meter, Statistic.MAX).orElse(Double.NaN);
	}

	private static double mean(Meter meter) {
		if (meter instanceof Timer timer) {
			return timer.totalTime(TimeUnit.SECONDS) / timer.count();
		}
		if (meter instanceof FunctionTimer timer) {
			return timer.totalTime(TimeUnit.SECONDS) / timer.count();
		}
		if (meter instanceof LongTaskTimer timer) {
			return timer.duration(TimeUnit.SECONDS) / timer.activeTasks();
		}
		return measured(meter, Statistic.TOTAL).orElse(Double.NaN)
				/ measured(meter, Statistic.COUNT).orElse(Double.NaN);
	}

	private static double first(Meter meter) {
		Iterator<Measurement> measurements = meter.measure().iterator();
		return measurements.hasNext() ? measurements.next().getValue() : Double.NaN;
	}

	private static Optional<Double> measured(Meter meter, Statistic statistic) {
		return StreamSupport.stream(meter.measure().spliterator(), false)
			.filter((measurement) -> measurement.getStatistic() == statistic)
			.map(Measurement::getValue)
			.findFirst();
	}

	/**
	 * Keep what was seen within the time, and compare the newest with the oldest of it.
	 */
	private @Nullable String growth(Deque<Sample> seen, Sample current) {
		seen.addLast(current);
		while (current.since(seen.getFirst()) > this.bound.lasting().toNanos()) {
			seen.removeFirst();
		}
		double growth = current.value() - seen.getFirst().value();
		return this.bound.isExceededBy(growth) ? this.bound.exceededBy(growth) : null;
	}

	/**
	 * Keep the first sample that was out of bounds, for as long as all after it are.
	 */
	private @Nullable String duration(Deque<Sample> seen, Sample current) {
		if (!this.bound.isExceededBy(current.value())) {
			seen.clear();
			return null;
		}
		if (seen.isEmpty()) {
			seen.addLast(current);
		}
		return (current.since(seen.getFirst()) >= this.bound.lasting().toNanos())
				? this.bound.exceededBy(current.value()) : null;
	}

	/**
	 * What a meter showed once.
	 *
	 * @param time when
	 * @param value the value
	 */
	private record Sample(long time, double value) {

		long since(Sample other) {
			return this.time - other.time;
		}

	}

}
