package org.chaosspring.rabbit;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands deliveries to the listener, one at a time: in the thread of the client, or, when
 * they were held back, in one of its own, as a listener may take its time.
 */
final class RabbitRelay {

	private static final int IDLE_SECONDS = 1;

	/**
	 * How many deliveries may wait; more of them hold the client up, as a slow listener
	 * does.
	 */
	private static final int CAPACITY = 1000;

	private final ReentrantLock handing = new ReentrantLock();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final ThreadPoolExecutor executor;

	private int waiting;

	RabbitRelay(String name) {
		this.executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "chaos-delivery-" + name);
					thread.setDaemon(true);
					return thread;
				});
		this.executor.allowCoreThreadTimeOut(true);
	}

	boolean isIdle() {
		return waiting() == 0;
	}

	private int waiting() {
		this.lock.lock();
		try {
			return this.waiting;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Hand a delivery over here and now, unless others are before it.
	 */
	void handOver(RabbitHandover handover) throws IOException {
		if (isIdle()) {
			run(handover);
			return;
		}
		awaitFewerThan(CAPACITY, Long.MAX_VALUE);
		handOverLater(handover);
	}

	/**
	 * Hand a delivery over soon, without waiting for it.
	 */
	void handOverLater(RabbitHandover handover) {
		change(1);
		this.executor.execute(() -> {
			try {
				run(handover);
			}
			catch (IOException | RuntimeException ex) {
				handover.failed(ex);
			}
			finally {
				change(-1);
			}
		});
	}

	private void run(RabbitHandover handover) throws IOException {
		this.handing.lock();
		try {
			handover.run();
		}
		finally {
			this.handing.unlock();
		}
	}

	private void change(int by) {
		this.lock.lock();
		try {
			this.waiting += by;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until everything that was held back is handed over.
	 */
	void awaitIdle(long nanos) {
		awaitFewerThan(1, nanos);
	}

	private void awaitFewerThan(int limit, long nanos) {
		long left = nanos;
		this.lock.lock();
		try {
			while (this.waiting >= limit && left > 0) {
				left = this.changed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() {
		this.executor.shutdown();
	}

}
