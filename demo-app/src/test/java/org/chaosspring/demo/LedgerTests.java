package org.chaosspring.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Ledger}.
 */
class LedgerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final InstantSource clock = this.now::get;

	private final Ledger ledger = new Ledger(this.clock, PATIENCE);

	@Test
	void anOrderThatIsAcknowledgedAndProcessedIsNeitherInFlightNorMissing() {
		this.ledger.sent("1");
		this.ledger.acknowledged("1");
		this.ledger.processed("1");
		pass(PATIENCE.plusMillis(1));
		assertThat(this.ledger.balance()).isEqualTo(new Ledger.Balance(1, 1, 0, 0, 1, 0, 0, 0, 0));
	}

	@Test
	void anOrderMayArriveBeforeItsAcknowledgment() {
		this.ledger.sent("1");
		this.ledger.deadLettered("1");
		this.ledger.acknowledged("1");
		assertThat(this.ledger.balance()).isEqualTo(new Ledger.Balance(1, 1, 0, 0, 0, 1, 0, 0, 0));
	}

	@Test
	void anAcknowledgedOrderIsInFlightWithinThePatienceAndMissingAfterIt() {
		this.ledger.sent("1");
		this.ledger.acknowledged("1");
		pass(PATIENCE);
		assertThat(this.ledger.balance()).isEqualTo(new Ledger.Balance(1, 1, 0, 0, 0, 0, 0, 1, 0));
		pass(Duration.ofMillis(1));
		assertThat(this.ledger.balance()).isEqualTo(new Ledger.Balance(1, 1, 0, 0, 0, 0, 0, 0, 1));
	}

	@Test
	void aMissingOrderThatArrivesAfterAllIsNotMissing() {
		this.ledger.sent("1");
		this.ledger.acknowledged("1");
		pass(PATIENCE.multipliedBy(2));
		this.ledger.processed("1");
		assertThat(this.ledger.balance()).isEqualTo(new Ledger.Balance(1, 1, 0, 0, 1, 0, 0, 0, 0));
	}

	@Test
	void anOrderThatWasGivenUpIsNotMissing() {
		this.ledger.sent("1");
		this.ledger.sendFailed();
		this.ledger.givenUp("1");
		pass(PATIENCE.multipliedBy(2));
		assertThat(this.ledger.balance()).isEqualTo(new Ledger.Balance(1, 0, 1, 1, 0, 0, 0, 0, 0));
	}

	@Test
	void anOrderOfAnEarlierRunIsCountedAndNotExpected() {
		this.ledger.processed("earlier");
		this.ledger.duplicate();
		assertThat(this.ledger.balance()).isEqualTo(new Ledger.Balance(0, 0, 0, 0, 1, 0, 1, 0, 0));
	}

	private void pass(Duration time) {
		this.now.updateAndGet((instant) -> instant.plus(time));
	}

}
