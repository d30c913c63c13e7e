package org.chaosspring.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Stops what receives messages, such as a listener container, and starts it again after a
 * while, both in a thread of its own, as a container cannot wait for its own end.
 * Thread-safe.
 */
public final class Restarter {

	private final Runnable stop;

	private final Runnable start;

	private final BooleanSupplier running;

	private final AtomicBoolean restarting = new AtomicBoolean();

	private volatile boolean stopping;

	/**
	 * Create a restarter.
	 * @param stop stops the container, and waits for its end as long as the container
	 * itself thinks right
	 * @param start starts the container
	 * @param running tells whether the container is running, as somebody else may start
	 * it meanwhile
	 */
	public Restarter(Runnable stop, Runnable start, BooleanSupplier running) {
		this.stop = stop;
		this.start = start;
		this.running = running;
	}

	/**
	 * Begin to restart. The container comes back early when the plan is no longer in
	 * force, and not at all when the application shuts down.
	 * @param downtime how long the container stays away
	 * @param hit the fault that asks for it
	 * @param chaos hears of a container that cannot be stopped or started
	 * @return whether it restarts; {@code false} if it is about to already
	 */
	public boolean restart(Duration downtime, Injection hit, Injector chaos) {
		if (!this.restarting.compareAndSet(false, true)) {
			return false;
		}
		this.stopping = true;
		Thread thread = new Thread(() -> stopAndStart(downtime, hit, chaos), "chaos-restart-" + hit.point().name());
		thread.setDaemon(true);
		thread.start();
		return true;
	}

	/**
	 * Return whether the container is about to stop because of a fault: what comes from
	 * then on would no longer reach a process that ends.
	 * @return whether it is
	 */
	public boolean isStopping() {
		return this.stopping;
	}

	/**
	 * Return whether the container is stopped because of a fault, is about to be, or
	 * about to start again.
	 * @return whether it is
	 */
	public boolean isRestarting() {
		return this.restarting.get();
	}

	private void stop() {
		try {
			this.stop.run();
		}
		finally {
			this.stopping = false;
		}
	}

	private void stopAndStart(Duration downtime, Injection hit, Injector chaos) {
		try {
			stop();
			hit.await(downtime);
			if (!chaos.isClosed() && !this.running.getAsBoolean()) {
				this.start.run();
			}
		}
		catch (RuntimeException ex) {
			chaos.reportFailure(hit.point(), ex);
		}
		finally {
			this.restarting.set(false);
		}
	}

}
