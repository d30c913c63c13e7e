package org.chaosspring.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The times in which a client is down because chaos restarts it, one at a time.
 * Thread-safe.
 */
public final class Downtime {

	private final AtomicReference<@Nullable CountDownLatch> end = new AtomicReference<>();

	/**
	 * Wait while the client is down. Takes one volatile read while it is not. A thread
	 * that is interrupted does not wait on, and stays interrupted.
	 */
	public void awaitEnd() {
		CountDownLatch ends = this.end.get();
		if (ends != null) {
			try {
				ends.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Have the client be down as long as its restart takes, however that ends. If it is
	 * down already, wait instead.
	 * @param restart takes the client down, waits, and brings it back
	 */
	public void during(Runnable restart) {
		CountDownLatch ends = new CountDownLatch(1);
		if (!this.end.compareAndSet(null, ends)) {
			awaitEnd();
			return;
		}
		try {
			restart.run();
		}
		finally {
			this.end.set(null);
			ends.countDown();
		}
	}

}
