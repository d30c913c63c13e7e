package org.chaosspring.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the faults that are being carried out, so that a change of plan can wait for the
 * last one of the old plan.
 */
final class InFlight {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Runnable afterLast;

	private final ThreadLocal<Integer> ofThisThread = ThreadLocal.withInitial(() -> 0);

	private int count;

	/**
	 * Create a count.
	 * @param afterLast hears when none is left, in the thread of the last one
	 */
	InFlight(Runnable afterLast) {
		this.afterLast = afterLast;
	}

	void enter() {
		add(1);
	}

	void exit() {
		if (add(-1) == 0) {
			this.afterLast.run();
		}
	}

	private int add(int change) {
		this.ofThisThread.set(this.ofThisThread.get() + change);
		this.lock.lock();
		try {
			this.count += change;
			this.changed.signalAll();
			return this.count;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isEmpty() {
		this.lock.lock();
		try {
			return this.count == 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until no other thread carries out a fault. Its own faults do not count, so
	 * that a listener may change the plan.
	 * @param limit how long to wait at most
	 */
	void awaitOthers(Duration limit) {
		int own = this.ofThisThread.get();
		long nanos = limit.toNanos();
		boolean interrupted = false;
		this.lock.lock();
		try {
			while (this.count > own && nanos > 0) {
				try {
					nanos = this.changed.awaitNanos(nanos);
				}
				catch (InterruptedException ex) {
					interrupted = true;
					nanos = Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(100));
				}
			}
		}
		finally {
			this.lock.unlock();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
