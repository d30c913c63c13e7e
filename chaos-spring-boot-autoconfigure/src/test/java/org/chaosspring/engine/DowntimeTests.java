package org.chaosspring.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Downtime}.
 */
@Timeout(30)
class DowntimeTests {

	private static final Duration A_WHILE = Duration.ofMillis(100);

	private final Downtime downtime = new Downtime();

	private final AtomicInteger restarts = new AtomicInteger();

	private final CountDownLatch restart = new CountDownLatch(1);

	@Test
	void nobodyWaitsWhileTheClientIsUp() {
		this.downtime.awaitEnd();
		assertThat(this.restarts).hasValue(0);
	}

	@Test
	void aSenderWaitsUntilTheClientIsBack() {
		CompletableFuture<Void> down = goDown();
		CompletableFuture<Void> sender = CompletableFuture.runAsync(this.downtime::awaitEnd);
		assertThat(sender).isNotDone().failsWithin(A_WHILE);
		this.restart.countDown();
		assertThat(sender).succeedsWithin(Duration.ofSeconds(10));
		assertThat(down).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void aSecondRestartWaitsForTheFirst() {
		CompletableFuture<Void> first = goDown();
		CompletableFuture<Void> second = CompletableFuture
			.runAsync(() -> this.downtime.during(this.restarts::incrementAndGet));
		assertThat(second).failsWithin(A_WHILE);
		this.restart.countDown();
		assertThat(second).succeedsWithin(Duration.ofSeconds(10));
		assertThat(first).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.restarts).hasValue(1);
	}

	@Test
	void aClientCanRestartAgain() {
		this.downtime.during(this.restarts::incrementAndGet);
		this.downtime.during(this.restarts::incrementAndGet);
		assertThat(this.restarts).hasValue(2);
	}

	@Test
	void aRestartThatFailsKeepsNobodyWaiting() {
		assertThatIllegalStateException().isThrownBy(() -> this.downtime.during(() -> {
			throw new IllegalStateException("The factory is closed");
		})).withMessage("The factory is closed");
		this.downtime.awaitEnd();
	}

	@Test
	void aThreadThatIsInterruptedDoesNotWait() {
		CompletableFuture<Void> down = goDown();
		Thread.currentThread().interrupt();
		this.downtime.awaitEnd();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(down).isNotDone();
		this.restart.countDown();
	}

	private CompletableFuture<Void> goDown() {
		CountDownLatch down = new CountDownLatch(1);
		CompletableFuture<Void> restarting = CompletableFuture.runAsync(() -> this.downtime.during(() -> {
			this.restarts.incrementAndGet();
			down.countDown();
			await(this.restart);
		}));
		await(down);
		return restarting;
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
