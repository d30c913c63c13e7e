package org.chaosspring.threads;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a carrier that is pinned does not go unseen.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class PinnedCarriersTests {

	private static final long MOMENT = 50_000_000;

	@Test
	void aThreadThatWaitsWithinAnInitializerOfAClassPinsItsCarrier() throws InterruptedException {
		try (PinnedCarriers carriers = new PinnedCarriers()) {
			run(() -> assertThat(Initialized.waited).isTrue());
			assertThat(carriers.stop()).containsExactly(Initialized.class.getName() + ".<clinit>");
		}
	}

	@Test
	void aThreadThatWaitsWithALockDoesNot() throws InterruptedException {
		try (PinnedCarriers carriers = new PinnedCarriers()) {
			run(() -> {
				ReentrantLock lock = new ReentrantLock();
				lock.lock();
				try {
					LockSupport.parkNanos(MOMENT);
				}
				finally {
					lock.unlock();
				}
			});
			assertThat(carriers.stop()).isEmpty();
		}
	}

	private static void run(Runnable task) throws InterruptedException {
		Thread thread = new VirtualThreadTaskExecutor().getVirtualThreadFactory().newThread(task);
		thread.start();
		thread.join();
	}

	private static final class Initialized {

		private static final boolean waited;

		static {
			LockSupport.parkNanos(MOMENT);
			waited = true;
		}

	}

}
