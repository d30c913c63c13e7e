package org.chaosspring.observe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosEvent.CapReached;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.ChaosEvent.Halted;
import org.chaosspring.engine.ChaosEvent.InjectionFailed;
import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Effect;

/**
 * Counts events in the registries of the application. Meters are looked up once for each
 * set of tags; all tags are names from configuration or code, never data of messages.
 */
public final class ChaosMetrics implements MeterBinder, ChaosListener {

	private final ConfigurableChaosMiddleware middleware;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final Map<List<String>, List<Counter>> injected = new ConcurrentHashMap<>();

	private final Map<String, List<Counter>> capped = new ConcurrentHashMap<>();

	private final Map<List<String>, List<Timer>> delays = new ConcurrentHashMap<>();

	/**
	 * Create metrics.
	 * @param middleware whose state the gauges show
	 */
	public ChaosMetrics(ConfigurableChaosMiddleware middleware) {
		this.middleware = middleware;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, ChaosMeter.ENABLED, (chaos) -> chaos.isEnabled() ? 1 : 0);
		gauge(registry, ChaosMeter.FAILURE_RATE, (chaos) -> chaos.plan().failureRate());
		gauge(registry, ChaosMeter.HELD, ConfigurableChaosMiddleware::held);
		errors(registry);
		this.registries.add(registry);
		this.injected.clear();
		this.capped.clear();
		this.delays.clear();
	}

	private void gauge(MeterRegistry registry, ChaosMeter meter, ToDoubleFunction<ConfigurableChaosMiddleware> value) {
		Gauge.builder(meter.meterName(), this.middleware, value).description(meter.description()).register(registry);
	}

	private static Counter errors(MeterRegistry registry) {
		return Counter.builder(ChaosMeter.ERRORS.meterName())
			.description(ChaosMeter.ERRORS.description())
			.register(registry);
	}

	@Override
	public void onEvent(ChaosEvent event) {
		if (event instanceof FaultInjected fault) {
			List<String> tags = List.of(fault.point().broker(), fault.point().direction().label(), fault.group(),
					fault.behavior());
			this.injected.computeIfAbsent(tags, (any) -> counters(ChaosMeter.INJECTED, tags))
				.forEach(Counter::increment);
			if (fault.effect() instanceof Effect.Delay delay) {
				this.delays.computeIfAbsent(tags.subList(0, ChaosMeter.DELAY.tagKeys().size()), this::timers)
					.forEach((timer) -> timer.record(delay.delay()));
			}
		}
		else if (event instanceof InjectionFailed) {
			this.registries.forEach((registry) -> errors(registry).increment());
		}
		else if (event instanceof CapReached reached) {
			this.capped.computeIfAbsent(reached.cap(), (cap) -> counters(ChaosMeter.CAPPED, List.of(cap)))
				.forEach(Counter::increment);
		}
		else if (event instanceof Halted halted) {
			counters(ChaosMeter.HALTS, List.of(halted.halt().cause())).forEach(Counter::increment);
		}
	}

	private List<Counter> counters(ChaosMeter meter, List<String> tags) {
		return this.registries.stream()
			.map((registry) -> Counter.builder(meter.meterName())
				.description(meter.description())
				.tags(meter.tags(tags))
				.register(registry))
			.toList();
	}

	private List<Timer> timers(List<String> tags) {
		return this.registries.stream()
			.map((registry) -> Timer.builder(ChaosMeter.DELAY.meterName())
				.description(ChaosMeter.DELAY.description())
				.tags(ChaosMeter.DELAY.tags(tags))
				.register(registry))
			.toList();
	}

}
