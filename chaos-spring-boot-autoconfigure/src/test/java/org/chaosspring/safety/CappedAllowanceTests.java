package org.chaosspring.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.Letter;
import org.chaosspring.engine.MessageView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CappedAllowance} and {@link FaultCaps}.
 */
class CappedAllowanceTests {

	private static final InjectionPoint POINT = new InjectionPoint("kafka", Direction.PRODUCE, "template");

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

	@Test
	void upToTheTotalFaultsAreAllowed() {
		CappedAllowance allowance = allowance(null, 3L, 1);
		assertThat(allowed(allowance, "orders", 10)).isEqualTo(3);
		assertThat(allowance.spend(fault("orders"))).isEqualTo("faults");
	}

	@Test
	void whatIsGivenBackMayBeSpentAgain() {
		CappedAllowance allowance = allowance(1L, 1L, 0.5);
		IntStream.range(0, 2).forEach((i) -> allowance.passes("orders"));
		assertThat(allowance.spend(fault("orders"))).isNull();
		allowance.giveBack(fault("orders"));
		assertThat(allowance.spend(fault("orders"))).isNull();
		assertThat(allowance.spend(fault("orders"))).isEqualTo("faults");
	}

	@Test
	void inEachSecondAsManyFaultsAreAllowed() {
		CappedAllowance allowance = allowance(2L, null, 1);
		assertThat(allowed(allowance, "orders", 5)).isEqualTo(2);
		assertThat(allowance.spend(fault("orders"))).isEqualTo("faults-per-second");
		this.nanoTime.addAndGet(Duration.ofMillis(999).toNanos());
		assertThat(allowed(allowance, "orders", 5)).isZero();
		this.nanoTime.addAndGet(Duration.ofMillis(1).toNanos());
		assertThat(allowed(allowance, "orders", 5)).isEqualTo(2);
		this.nanoTime.addAndGet(Duration.ofHours(1).toNanos());
		assertThat(allowed(allowance, "orders", 5)).isEqualTo(2);
	}

	@Test
	void whatIsGivenBackInALaterSecondDoesNotMakeItRicher() {
		CappedAllowance allowance = allowance(1L, null, 1);
		assertThat(allowance.spend(fault("orders"))).isNull();
		this.nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
		allowance.giveBack(fault("orders"));
		assertThat(allowed(allowance, "orders", 5)).isOne();
	}

	@Test
	void ofEachDestinationItsShareIsAllowedAndNeverMore() {
		CappedAllowance allowance = allowance(null, null, 0.25);
		int faults = 0;
		for (int messages = 1; messages <= 1_000; messages++) {
			allowance.passes("orders");
			faults += allowed(allowance, "orders", 1);
			assertThat(faults).isEqualTo(messages / 4);
		}
		allowance.passes("payments");
		assertThat(allowance.spend(fault("payments"))).isEqualTo("share");
	}

	@Test
	void aShareOfNothingAllowsNothing() {
		CappedAllowance allowance = allowance(null, null, 0);
		allowance.passes("orders");
		assertThat(allowance.spend(fault("orders"))).isEqualTo("share");
	}

	@Test
	void aPointOfTheApplicationHasNoShareButCounts() {
		CappedAllowance allowance = allowance(null, 1L, 0.1);
		assertThat(allowance.spend(fault(null))).isNull();
		assertThat(allowance.spend(fault(null))).isEqualTo("faults");
	}

	@Test
	void messagesAreCountedOnlyForAShare() {
		assertThat(allowance(1L, 1L, 1).countsMessages()).isFalse();
		assertThat(allowance(null, null, 0.99).countsMessages()).isTrue();
	}

	@Test
	void destinationsWithoutEndHaveOneShareTogether() {
		CappedAllowance allowance = allowance(null, null, 0.5);
		IntStream.range(0, 10_000).forEach((i) -> allowance.passes("reply-" + i));
		allowance.passes("one-more");
		allowance.passes("and-one-more");
		assertThat(allowance.spend(fault("one-more"))).isNull();
		assertThat(allowance.spend(fault("and-one-more"))).isEqualTo("share");
	}

	@Test
	void manyThreadsDoNotSpendMoreThanThereIs() {
		CappedAllowance allowance = allowance(null, 500L, 1);
		assertThat(IntStream.range(0, 10_000).parallel().filter((i) -> allowance.spend(fault("orders")) == null))
			.hasSize(500);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1, max-faults-per-second", "1, 0, max-faults", "-1, 1, max-faults-per-second",
			"1, 2147483648, max-faults" })
	void aCapOutOfRangeIsRefused(long perSecond, long total, String field) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> new FaultCaps(perSecond, total, 1))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field));
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1.1, Double.NaN })
	void aShareOutOfRangeIsRefused(double share) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> new FaultCaps(null, null, share))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("max-share"));
	}

	private CappedAllowance allowance(@Nullable Long perSecond, @Nullable Long total, double share) {
		return new CappedAllowance(new FaultCaps(perSecond, total, share), this.nanoTime::get);
	}

	private static int allowed(CappedAllowance allowance, String destination, int faults) {
		return (int) IntStream.range(0, faults).filter((i) -> allowance.spend(fault(destination)) == null).count();
	}

	private static FaultInjected fault(@Nullable String destination) {
		MessageView view = (destination != null) ? MessageView.of(Letter.ACCESS, Letter.to(destination)) : null;
		return new FaultInjected(Instant.EPOCH, POINT, "template", "message-loss", "1", "id", null, view);
	}

}
