package org.chaosspring.demo;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DemoApplication}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "demo.orders-per-second=200", "demo.payment.limit=900" })
class DemoApplicationTests {

	@Autowired
	private OrderGenerator generator;

	@Autowired
	private Ledger ledger;

	@Test
	void everyOrderIsProcessedOrDeadLettered() {
		await().until(() -> this.ledger.balance().processed() > 100 && this.ledger.balance().deadLettered() > 10);
		this.generator.stop();
		await().atMost(Duration.ofSeconds(30)).until(this::everyOrderIsSettled);
		Ledger.Balance balance = this.ledger.balance();
		assertThat(balance.missing()).isZero();
		assertThat(balance.duplicates()).isZero();
		assertThat(balance.sendFailures()).isZero();
	}

	private boolean everyOrderIsSettled() {
		Ledger.Balance balance = this.ledger.balance();
		return balance.acknowledged() == balance.sent()
				&& balance.processed() + balance.deadLettered() == balance.sent();
	}

}
