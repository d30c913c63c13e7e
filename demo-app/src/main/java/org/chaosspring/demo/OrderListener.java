package org.chaosspring.demo;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Charges each order once, however often it is delivered.
 */
@Component
class OrderListener {

	private final PaymentGateway payments;

	private final SettledOrders settled;

	private final Ledger ledger;

	OrderListener(PaymentGateway payments, SettledOrders settled, Ledger ledger) {
		this.payments = payments;
		this.settled = settled;
		this.ledger = ledger;
	}

	@KafkaListener(id = "fulfillment", topics = Topics.ORDERS)
	void fulfill(Order order) {
		if (this.settled.contains(order.id())) {
			this.ledger.duplicate();
			return;
		}
		this.payments.charge(order);
		this.settled.add(order.id());
		this.ledger.processed(order.id());
	}

}
