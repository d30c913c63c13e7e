package org.chaosspring.demo;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DemoApplication}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "demo.orders-per-second=100", "demo.retry.interval=10ms", "demo.payment.limit=900",
				"demo.carrier.limit=27" })
@DirtiesContext
class DemoApplicationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Autowired
	private OrderGenerator generator;

	@Autowired
	private Ledger ledger;

	@Test
	void everyOrderIsChargedAndShippedOrDeadLettered() {
		await().atMost(PATIENCE)
			.until(() -> isBusy(this.ledger.orders().balance()) && isBusy(this.ledger.shipments().balance()));
		this.generator.stop();
		await().atMost(PATIENCE).until(() -> isSettled(this.ledger.orders().balance()));
		await().atMost(PATIENCE).until(() -> isSettled(this.ledger.shipments().balance()));
		Ledger.Balance balance = this.ledger.balance();
		assertThat(balance.shipments().sent()).isEqualTo(balance.orders().processed());
		assertNothingIsAmiss(balance.orders());
		assertNothingIsAmiss(balance.shipments());
		assertThat(balance.orders().outOfOrder()).isZero();
	}

	private static boolean isBusy(Leg.Balance leg) {
		return leg.processed() > 100 && leg.deadLettered() > 10;
	}

	private static boolean isSettled(Leg.Balance leg) {
		return leg.acknowledged() == leg.sent() && leg.processed() + leg.deadLettered() == leg.sent();
	}

	private static void assertNothingIsAmiss(Leg.Balance leg) {
		assertThat(leg.missing()).isZero();
		assertThat(leg.duplicates()).isZero();
		assertThat(leg.sendFailures()).isZero();
	}

}
