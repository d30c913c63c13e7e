package org.chaosspring.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Knows what all clients hold back, and the thread on which it leaves.
 */
final class Holds implements AutoCloseable {

	private static final Duration RELEASE_LIMIT = Duration.ofSeconds(5);

	private final List<HeldMessages<?>> open = new CopyOnWriteArrayList<>();

	private final ChaosTimer timer = new ChaosTimer("chaos-release");

	private final Runnable afterRelease;

	private final BooleanSupplier full;

	Holds(Runnable afterRelease, BooleanSupplier full) {
		this.afterRelease = afterRelease;
		this.full = full;
	}

	<T> HeldMessages<T> open(Consumer<? super T> release, ToLongFunction<? super T> sizeOf) {
		HeldMessages<T> hold = new HeldMessages<>(this.timer, release, sizeOf, this.full, this.open::remove);
		this.open.add(hold);
		return hold;
	}

	int size() {
		return this.open.stream().mapToInt(HeldMessages::size).sum();
	}

	/**
	 * Return whether nothing is held and nothing is about to leave.
	 */
	boolean isIdle() {
		return this.open.stream().allMatch(HeldMessages::isIdle);
	}

	long bytes() {
		return this.open.stream().mapToLong(HeldMessages::bytes).sum();
	}

	void later(Runnable task) {
		try {
			this.timer.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	/**
	 * Release everything; wait for it, but not forever, as a broker may be away. What is
	 * left then leaves in the background.
	 */
	void releaseAll() {
		if (isIdle() || this.timer.isTimerThread()) {
			releaseAllHere();
			return;
		}
		try {
			this.timer.submit(this::releaseAllHere).get(RELEASE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException | ExecutionException | RejectedExecutionException ex) {
			// The rest leaves in the background, or with its client after the close.
		}
	}

	private void releaseAllHere() {
		try {
			this.open.forEach(HeldMessages::releaseAll);
		}
		finally {
			this.afterRelease.run();
		}
	}

	@Override
	public void close() {
		this.timer.close();
	}

}
