package org.chaosspring.observe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a broker now and then what waits there, in a thread of its own: whoever reads the
 * meters never waits for a broker. While the broker does not answer there are no values,
 * rather than old ones.
 */
public final class BacklogMetrics implements MeterBinder, AutoCloseable {

	private static final Logger LOG = LoggerFactory.getLogger(BacklogMetrics.class);

	private final ChaosMeter meter;

	private final @Nullable Duration interval;

	private final Callable<List<Backlog>> source;

	private final List<MultiGauge> gauges = new CopyOnWriteArrayList<>();

	private @Nullable ScheduledExecutorService thread;

	/**
	 * Create metrics.
	 * @param meter the meter that shows what waits
	 * @param interval how often the broker is asked; {@code null} for never, and then
	 * there is no meter
	 * @param source asks the broker; may block and may fail
	 */
	public BacklogMetrics(ChaosMeter meter, @Nullable Duration interval, Callable<List<Backlog>> source) {
		this.meter = meter;
		this.interval = interval;
		this.source = source;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored") // a reading fails by itself
	public synchronized void bindTo(MeterRegistry registry) {
		if (this.interval == null) {
			return;
		}
		this.gauges
			.add(MultiGauge.builder(this.meter.meterName()).description(this.meter.description()).register(registry));
		if (this.thread == null) {
			this.thread = Executors.newSingleThreadScheduledExecutor(this::newThread);
			this.thread.scheduleWithFixedDelay(this::read, 0, this.interval.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private Thread newThread(Runnable task) {
		Thread created = new Thread(task, this.meter.meterName());
		created.setDaemon(true);
		return created;
	}

	private void read() {
		try {
			show(this.source.call());
		}
		catch (Exception ex) {
			LOG.debug("No values for {}", this.meter.meterName(), ex);
			show(List.of());
		}
	}

	private void show(List<Backlog> backlogs) {
		List<MultiGauge.Row<?>> rows = backlogs.stream().<MultiGauge.Row<?>>map(this::row).toList();
		this.gauges.forEach((gauge) -> gauge.register(rows, true));
	}

	private MultiGauge.Row<?> row(Backlog backlog) {
		return MultiGauge.Row.of(this.meter.tags(backlog.tags()), backlog.messages());
	}

	@Override
	public synchronized void close() {
		if (this.thread != null) {
			this.thread.shutdownNow();
		}
	}

}
