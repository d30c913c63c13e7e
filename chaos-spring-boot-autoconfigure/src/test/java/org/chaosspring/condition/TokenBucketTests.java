package org.chaosspring.condition;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenBucketTests {

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final TokenBucket bucket = new TokenBucket(() -> this.now, 10);

	@Test
	void itIsFullAtFirst() {
		assertThat(this.bucket.take(10)).isEqualTo(10);
		assertThat(this.bucket.take(1)).isZero();
	}

	@Test
	void whoWantsMoreThanThereIsGetsTheRest() {
		assertThat(this.bucket.take(7)).isEqualTo(7);
		assertThat(this.bucket.take(7)).isEqualTo(3);
		assertThat(this.bucket.take(7)).isZero();
	}

	@Test
	void itIsRefilledAtTheRate() {
		this.bucket.take(10);
		after(Duration.ofMillis(500));
		assertThat(this.bucket.take(10)).isEqualTo(5);
		assertThat(this.bucket.take(10)).isZero();
	}

	@Test
	void itIsNeverMoreThanFull() {
		after(Duration.ofHours(1));
		assertThat(this.bucket.take(20)).isEqualTo(10);
	}

	@Test
	void partsOfATokenAddUp() {
		this.bucket.take(10);
		after(Duration.ofMillis(75));
		assertThat(this.bucket.take(10)).isZero();
		after(Duration.ofMillis(75));
		assertThat(this.bucket.take(10)).isEqualTo(1);
		after(Duration.ofMillis(75));
		assertThat(this.bucket.take(10)).isEqualTo(1);
	}

	@Test
	void aClockThatGoesBackTakesNothingAwayAndRefillsOnlyFromThen() {
		this.bucket.take(5);
		after(Duration.ofHours(-1));
		assertThat(this.bucket.take(10)).isEqualTo(5);
		after(Duration.ofMillis(100));
		assertThat(this.bucket.take(10)).isEqualTo(1);
	}

	@Test
	void threadsNeverTakeMoreThanThereIs() throws Exception {
		TokenBucket shared = new TokenBucket(() -> this.now, 10_000);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Future<Integer>> taken = IntStream.range(0, 4)
				.mapToObj((thread) -> threads.submit(() -> IntStream.range(0, 4_000).map((i) -> shared.take(1)).sum()))
				.toList();
			int sum = 0;
			for (Future<Integer> each : taken) {
				sum += each.get();
			}
			assertThat(sum).isEqualTo(10_000);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void after(Duration duration) {
		this.now = this.now.plus(duration);
	}

}
