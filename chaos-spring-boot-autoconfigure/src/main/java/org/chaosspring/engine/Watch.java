package org.chaosspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Looks several times a second whether chaos has to end by itself, on a thread that is
 * there only while chaos is on.
 */
final class Watch implements AutoCloseable {

	/**
	 * How long from one look to the next at most.
	 */
	static final Duration INTERVAL = Duration.ofMillis(250);

	private final ChaosTimer timer = new ChaosTimer("chaos-watch");

	private final Guard guard;

	private final ChaosEvents events;

	private final BiConsumer<ArmedPlan, Halt> halting;

	private final Consumer<ArmedPlan> expiring;

	private @Nullable ArmedPlan watched;

	private @Nullable Future<?> next;

	/**
	 * Create a watch.
	 * @param guard asked whether chaos has to stop
	 * @param events tell the time
	 * @param halting switches a plan off that is halted, if it is in force
	 * @param expiring switches a plan off whose time is over, if it is in force
	 */
	Watch(Guard guard, ChaosEvents events, BiConsumer<ArmedPlan, Halt> halting, Consumer<ArmedPlan> expiring) {
		this.guard = guard;
		this.events = events;
		this.halting = halting;
		this.expiring = expiring;
	}

	/**
	 * Watch a plan in place of the one before.
	 */
	synchronized void over(ArmedPlan plan) {
		this.watched = plan;
		if (this.next != null) {
			this.next.cancel(false);
			this.next = null;
		}
		schedule(plan);
	}

	private synchronized void schedule(ArmedPlan plan) {
		if (this.watched != plan || !plan.plan().enabled()) {
			return;
		}
		Deadline deadline = plan.deadline();
		Duration left = (deadline != null) ? deadline.left() : INTERVAL;
		try {
			this.next = this.timer.schedule(() -> look(plan), (left.compareTo(INTERVAL) < 0) ? left : INTERVAL);
		}
		catch (RejectedExecutionException ex) {
			// Closed: chaos is off, or will be in a moment.
		}
	}

	private void look(ArmedPlan plan) {
		Instant now = this.events.now();
		Deadline deadline = plan.deadline();
		Halt halt = halt(now);
		if (halt != null) {
			this.halting.accept(plan, halt);
		}
		else if (deadline != null && deadline.isOver(now)) {
			this.expiring.accept(plan);
		}
		else {
			schedule(plan);
		}
	}

	private @Nullable Halt halt(Instant now) {
		try {
			return this.guard.halt(now);
		}
		catch (RuntimeException ex) {
			return new Halt(now, "guard", "the guard failed with " + ex.getClass().getName());
		}
	}

	@Override
	public void close() {
		this.timer.close();
	}

}
