package org.chaosspring.engine;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One daemon thread that is there only while there is something to do. Thread-safe.
 */
public final class ChaosTimer implements AutoCloseable {

	private static final long IDLE_SECONDS = 10;

	private final ScheduledThreadPoolExecutor executor;

	private volatile long threadId = -1;

	/**
	 * Create a timer, without starting its thread.
	 * @param name the name of the thread
	 */
	public ChaosTimer(String name) {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			this.threadId = thread.getId();
			return thread;
		});
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Run a task later.
	 * @param task the task
	 * @param delay how much later; what is not positive means now
	 * @return ends with the task
	 * @throws RejectedExecutionException if this timer is closed
	 */
	public Future<?> schedule(Runnable task, Duration delay) {
		// Converts what is too long for nanoseconds to the longest time there is.
		long nanos = TimeUnit.NANOSECONDS.convert(delay);
		return this.executor.schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
	}

	Future<?> submit(Runnable task) {
		return this.executor.submit(task);
	}

	void execute(Runnable task) {
		this.executor.execute(task);
	}

	boolean isTimerThread() {
		return Thread.currentThread().getId() == this.threadId;
	}

	/**
	 * End the thread after the tasks that are due.
	 */
	@Override
	public void close() {
		try {
			if (!isTimerThread()) {
				submit(() -> {
				}).get(1, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException | RejectedExecutionException ex) {
			// What blocks the thread ends by itself, or never.
		}
		this.executor.shutdown();
	}

}
