package org.chaosspring.safety;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import org.chaosspring.engine.ChaosTimer;
import org.chaosspring.engine.Halt;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.parameter.Durations;
import org.jspecify.annotations.Nullable;

/**
 * Watches the state of the application while chaos is on. After a halt nothing can be
 * enabled until somebody acknowledges it. Thread-safe.
 */
public final class Halts implements Gate, AutoCloseable {

	/**
	 * How long from one look at the state of the application to the next, at most.
	 */
	public static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

	private final Supplier<? extends Collection<? extends HaltCondition>> conditions;

	private final Duration interval;

	private final InstantSource clock;

	private final ChaosTimer timer = new ChaosTimer("chaos-halts");

	private volatile @Nullable HaltWatch watch;

	private volatile @Nullable Halt last;

	private volatile boolean acknowledged = true;

	/**
	 * Create halts.
	 * @param conditions what is asked, looked up each time when chaos is switched on
	 * @param interval how long from one look to the next, from 10 milliseconds to a
	 * second
	 * @param clock tells the time
	 * @throws InvalidPlanException if the interval is out of range
	 */
	public Halts(Supplier<? extends Collection<? extends HaltCondition>> conditions, Duration interval,
			InstantSource clock) {
		if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
			throw new InvalidPlanException("halts.interval", "must be from " + Durations.format(SHORTEST_INTERVAL)
					+ " to " + Durations.format(LONGEST_INTERVAL));
		}
		this.conditions = conditions;
		this.interval = interval;
		this.clock = clock;
	}

	/**
	 * Return the last halt, acknowledged or not.
	 * @return the halt, or {@code null} if there was none
	 */
	public @Nullable Halt last() {
		return this.last;
	}

	/**
	 * Return whether the last halt was acknowledged.
	 * @return {@code false} while it keeps chaos from being enabled
	 */
	public boolean isAcknowledged() {
		return this.acknowledged;
	}

	/**
	 * Take note of the last halt, so that chaos can be enabled again.
	 * @return the halt, or {@code null} if there was none to take note of
	 */
	public synchronized @Nullable Halt acknowledge() {
		Halt halt = this.acknowledged ? null : this.last;
		this.acknowledged = true;
		return halt;
	}

	@Override
	public @Nullable String closed() {
		Halt halt = this.last;
		return (this.acknowledged || halt == null) ? null
				: "before the halt by " + halt.cause() + " is acknowledged: " + halt.reason();
	}

	@Nullable Halt found(Instant now) {
		HaltWatch current = this.watch;
		return (current != null) ? current.found(now) : null;
	}

	/**
	 * Remember a halt.
	 */
	synchronized void halted(Halt halt, boolean hasToBeAcknowledged) {
		this.last = halt;
		this.acknowledged = !hasToBeAcknowledged;
	}

	/**
	 * Begin to watch, until the next call of {@link #end()}.
	 */
	void begin() {
		HaltWatch begun = new HaltWatch(currentConditions(), this.clock, System::nanoTime);
		this.watch = begun;
		schedule(() -> {
			begun.begin();
			round(begun);
		}, Duration.ZERO);
	}

	/**
	 * Return what is asked. In doubt, chaos stops: also if nobody knows what to ask.
	 */
	private Collection<? extends HaltCondition> currentConditions() {
		try {
			return this.conditions.get();
		}
		catch (RuntimeException | Error ex) {
			return List.of(new UnknownConditions(ex.getClass()));
		}
	}

	private void round(HaltWatch current) {
		current.check();
		if (!current.isOver()) {
			schedule(() -> round(current), this.interval);
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // a watch ends by itself
	private void schedule(Runnable task, Duration delay) {
		try {
			this.timer.schedule(task, delay);
		}
		catch (RejectedExecutionException ex) {
			// The application shuts down, and chaos with it.
		}
	}

	void end() {
		HaltWatch current = this.watch;
		if (current != null) {
			current.end();
		}
		this.watch = null;
	}

	@Override
	public void close() {
		end();
		this.timer.close();
	}

	/**
	 * Stands for conditions that cannot be had.
	 *
	 * @param failure the reason
	 */
	private record UnknownConditions(Class<? extends Throwable> failure) implements HaltCondition {

		@Override
		public String name() {
			return "halts";
		}

		@Override
		public String check() {
			return "its conditions could not be had because of " + this.failure.getName();
		}

	}

}
