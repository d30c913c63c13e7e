package org.chaosspring.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.apache.kafka.common.errors.InterruptException;

/**
 * Where threads of the application wait inside a call to the client, as they do in the
 * real one. Virtual threads wait without their carriers.
 */
final class KafkaGate {

	/** Some causes end with time alone, and nobody says so. */
	private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/**
	 * Wait while something stands.
	 * @param cause tells whether it stands
	 * @param limit how long to wait at most
	 * @return whether it was over within that time
	 * @throws InterruptException if the thread is interrupted, whose flag then is set
	 */
	boolean awaitWhile(BooleanSupplier cause, Duration limit) {
		// Converts what is too long for nanoseconds to the longest time there is.
		long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
		this.lock.lock();
		try {
			while (cause.getAsBoolean()) {
				long left = end - System.nanoTime();
				if (left <= 0) {
					return false;
				}
				this.changed.awaitNanos(Math.min(left, SLICE_NANOS));
			}
			return true;
		}
		catch (InterruptedException ex) {
			throw new InterruptException(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Have those who wait look again.
	 */
	void lookAgain() {
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
