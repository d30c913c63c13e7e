package org.chaosspring.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PacerTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

	private final Pacer pacer = new Pacer(10, this.nanoTime::get);

	@Test
	void theFirstMessageDoesNotWait() {
		assertThat(this.pacer.reserve(LONG)).isZero();
	}

	@Test
	void messagesAtOnceWaitEvenlyForEachOther() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.pacer.reserve(LONG)).hasMillis(i * 100L);
		}
	}

	@Test
	void timeThatWentByIsNotWaitedFor() {
		this.pacer.reserve(LONG);
		this.nanoTime.addAndGet(Duration.ofMillis(30).toNanos());
		assertThat(this.pacer.reserve(LONG)).hasMillis(70);
	}

	@Test
	void quietTimesAreNotSavedForABurst() {
		this.pacer.reserve(LONG);
		this.nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
		assertThat(this.pacer.reserve(LONG)).isZero();
		assertThat(this.pacer.reserve(LONG)).hasMillis(100);
	}

	@Test
	void whoDoesNotWantToWaitThatLongReservesNothing() {
		this.pacer.reserve(LONG);
		assertThat(this.pacer.reserve(Duration.ofMillis(99))).isNull();
		assertThat(this.pacer.reserve(Duration.ofMillis(100))).hasMillis(100);
	}

	@Test
	void withARateOfZeroNothingPasses() {
		assertThat(new Pacer(0).reserve(Duration.ofDays(1000))).isNull();
	}

	@Test
	void aNegativeRateIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Pacer(-1))
			.withMessage("rate must not be negative but is -1.0");
	}

}
