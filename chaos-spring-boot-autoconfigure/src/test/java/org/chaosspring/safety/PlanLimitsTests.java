package org.chaosspring.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.InvalidPlanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PlanLimits}.
 */
class PlanLimitsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant LAST = NOW.plusSeconds(900);

	private static final ChaosPlan OFF = ChaosPlan.DEFAULT;

	private final PlanLimits limits = new PlanLimits(Duration.ofMinutes(15), 0.5,
			new Protection(Protection.DEAD_LETTERS));

	@Test
	void whoSaysNoDurationGetsTheLongest() {
		assertThat(admit(OFF, OFF.switchedOn(null))).isEqualTo(OFF.switchedOn(LAST));
	}

	@Test
	void whoEnablesAgainWithoutADurationGetsTheLongestFromNow() {
		assertThat(admit(OFF.switchedOn(NOW.plusSeconds(1)), OFF.switchedOn(null))).isEqualTo(OFF.switchedOn(LAST));
	}

	@Test
	void theLongestDurationIsTaken() {
		assertThat(admit(OFF, OFF.switchedOn(LAST))).isEqualTo(OFF.switchedOn(LAST));
	}

	@Test
	void aLongerDurationIsRefused() {
		assertRefused(OFF, OFF.switchedOn(LAST.plusNanos(1)), "duration", "must be at most 15m");
		assertRefused(OFF.switchedOn(LAST), OFF.switchedOn(LAST.plusNanos(1)), "duration", "must be at most 15m");
	}

	@Test
	void anEndThatStaysAsItIsIsNotCheckedAgain() {
		ChaosPlan on = OFF.switchedOn(LAST.plusSeconds(60));
		assertThat(admit(on, on.withFailureRate(0.2))).isEqualTo(on.withFailureRate(0.2));
	}

	@Test
	void whatIsOffNeedsNoEnd() {
		assertThat(admit(OFF, OFF.withFailureRate(0.2))).isEqualTo(OFF.withFailureRate(0.2));
	}

	@Test
	void theHighestFailureRateIsTakenAndAHigherOneRefused() {
		assertThat(admit(OFF, OFF.withFailureRate(0.5)).failureRate()).isEqualTo(0.5);
		assertRefused(OFF, OFF.withFailureRate(0.51), "failureRate", "must be at most 0.5 but is 0.51");
	}

	@Test
	void aProtectedTargetGroupIsRefusedEvenWhileChaosIsOff() {
		assertRefused(OFF, OFF.withTargetGroups(List.of("orders", "orders-dlt")), "targetGroups",
				"must not hold a protected name; protected are " + Protection.DEAD_LETTERS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void aLongestDurationThatIsNotLongerThanZeroIsRefused(Duration duration) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> new PlanLimits(duration, 1, new Protection(List.of())))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("max-duration"));
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1.1, Double.NaN })
	void aHighestFailureRateOutOfRangeIsRefused(double rate) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> new PlanLimits(Duration.ofMinutes(1), rate, new Protection(List.of())))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("max-failure-rate"));
	}

	private ChaosPlan admit(ChaosPlan from, ChaosPlan to) {
		return this.limits.admit(from, to, NOW);
	}

	private void assertRefused(ChaosPlan from, ChaosPlan to, String field, String reason) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> admit(from, to))
			.withMessage(reason)
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field));
	}

}
