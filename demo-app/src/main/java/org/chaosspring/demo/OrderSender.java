package org.chaosspring.demo;

import java.util.concurrent.Executor;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Sends orders to Kafka, again if need be, and enters into the ledger what it was told.
 */
@Component
class OrderSender {

	private final KafkaTemplate<String, Order> template;

	private final Ledger ledger;

	private final int attempts;

	/** A send may block, and must not do so on the thread that reports the failure. */
	private final Executor retries = new SimpleAsyncTaskExecutor("order-retry-");

	OrderSender(KafkaTemplate<String, Order> template, Ledger ledger, DemoProperties properties) {
		this.template = template;
		this.ledger = ledger;
		this.attempts = properties.sendAttempts();
	}

	void send(Order order) {
		this.ledger.sent(order.id());
		send(order, this.attempts);
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
	private void send(Order order, int attempts) {
		try {
			this.template.send(Topics.ORDERS, order.id(), order).whenComplete((result, failure) -> {
				if (failure == null) {
					this.ledger.acknowledged(order.id());
				}
				else {
					failed(order, attempts - 1);
				}
			});
		}
		catch (RuntimeException ex) {
			failed(order, attempts - 1);
		}
	}

	private void failed(Order order, int attemptsLeft) {
		this.ledger.sendFailed();
		if (attemptsLeft > 0) {
			this.retries.execute(() -> send(order, attemptsLeft));
		}
		else {
			this.ledger.givenUp(order.id());
		}
	}

}
