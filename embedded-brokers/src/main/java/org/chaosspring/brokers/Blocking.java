package org.chaosspring.brokers;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Turns calls that block and throw checked exceptions into calls that only block.
 */
final class Blocking {

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	private static final Duration PAUSE = Duration.ofMillis(20);

	private Blocking() {
	}

	static <T> T call(String what, Callable<T> action) {
		try {
			return action.call();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted: " + what, ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("Failed: " + what, ex.getCause());
		}
		catch (Exception ex) {
			throw new IllegalStateException("Failed: " + what, ex);
		}
	}

	static void until(String what, Callable<Boolean> condition) {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		while (!call(what, condition)) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("Timed out: " + what);
			}
			LockSupport.parkNanos(PAUSE.toNanos());
		}
	}

}
