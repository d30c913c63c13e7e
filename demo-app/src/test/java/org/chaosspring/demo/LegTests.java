package org.chaosspring.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Leg}.
 */
class LegTests {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final InstantSource clock = this.now::get;

	private final Leg leg = new Leg(this.clock, PATIENCE);

	@Test
	void anOrderThatIsAcknowledgedAndProcessedIsNeitherInFlightNorMissing() {
		this.leg.sent("1", "customer", 1);
		this.leg.acknowledged("1");
		this.leg.processed("1");
		pass(PATIENCE.plusMillis(1));
		assertThat(this.leg.balance()).isEqualTo(new Leg.Balance(1, 1, 0, 0, 1, 0, 0, 0, 0, 0));
	}

	@Test
	void anOrderMayArriveBeforeItsAcknowledgment() {
		this.leg.sent("1", "customer", 1);
		this.leg.deadLettered("1");
		this.leg.acknowledged("1");
		assertThat(this.leg.balance()).isEqualTo(new Leg.Balance(1, 1, 0, 0, 0, 1, 0, 0, 0, 0));
	}

	@Test
	void anAcknowledgedOrderIsInFlightWithinThePatienceAndMissingAfterIt() {
		this.leg.sent("1", "customer", 1);
		this.leg.acknowledged("1");
		pass(PATIENCE);
		assertThat(this.leg.balance()).isEqualTo(new Leg.Balance(1, 1, 0, 0, 0, 0, 0, 0, 1, 0));
		pass(Duration.ofMillis(1));
		assertThat(this.leg.balance()).isEqualTo(new Leg.Balance(1, 1, 0, 0, 0, 0, 0, 0, 0, 1));
	}

	@Test
	void aMissingOrderThatArrivesAfterAllIsNotMissing() {
		this.leg.sent("1", "customer", 1);
		this.leg.acknowledged("1");
		pass(PATIENCE.multipliedBy(2));
		this.leg.processed("1");
		assertThat(this.leg.balance()).isEqualTo(new Leg.Balance(1, 1, 0, 0, 1, 0, 0, 0, 0, 0));
	}

	@Test
	void anOrderThatWasGivenUpIsNotMissing() {
		this.leg.sent("1", "customer", 1);
		this.leg.sendFailed();
		this.leg.givenUp("1");
		pass(PATIENCE.multipliedBy(2));
		assertThat(this.leg.balance()).isEqualTo(new Leg.Balance(1, 0, 1, 1, 0, 0, 0, 0, 0, 0));
	}

	@Test
	void anOrderProcessedAfterALaterOneOfItsCustomerIsOutOfOrder() {
		this.leg.sent("1", "customer", 1);
		this.leg.sent("2", "customer", 2);
		this.leg.sent("3", "customer", 3);
		this.leg.processed("3");
		this.leg.processed("1");
		this.leg.processed("2");
		assertThat(this.leg.balance().outOfOrder()).isEqualTo(2);
	}

	@Test
	void ordersOfDifferentCustomersHaveNoOrder() {
		this.leg.sent("1", "customer", 2);
		this.leg.sent("2", "other", 1);
		this.leg.processed("1");
		this.leg.processed("2");
		assertThat(this.leg.balance().outOfOrder()).isZero();
	}

	@Test
	void anOrderOfAnEarlierRunIsCountedAndNotExpected() {
		this.leg.processed("earlier");
		this.leg.duplicate();
		assertThat(this.leg.balance()).isEqualTo(new Leg.Balance(0, 0, 0, 0, 1, 0, 1, 0, 0, 0));
	}

	private void pass(Duration time) {
		this.now.updateAndGet((instant) -> instant.plus(time));
	}

}
