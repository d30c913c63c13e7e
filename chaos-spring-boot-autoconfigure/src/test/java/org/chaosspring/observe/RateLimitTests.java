package org.chaosspring.observe;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimit}.
 */
class RateLimitTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final RateLimit limit = new RateLimit(2, Duration.ofSeconds(1));

	@Test
	void theFirstOfAWindowPass() {
		assertThat(this.limit.tryPass(START)).isZero();
		assertThat(this.limit.tryPass(START)).isZero();
		assertThat(this.limit.tryPass(START.plusMillis(999))).isNegative();
	}

	@Test
	void theNextWindowTellsHowManyWereKeptBack() {
		for (int i = 0; i < 5; i++) {
			this.limit.tryPass(START);
		}
		assertThat(this.limit.tryPass(START.plusSeconds(1))).isEqualTo(3);
		assertThat(this.limit.tryPass(START.plusSeconds(1))).isZero();
	}

}
