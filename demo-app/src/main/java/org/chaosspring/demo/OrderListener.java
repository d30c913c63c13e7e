package org.chaosspring.demo;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Charges each order once, however often it is delivered, and sends it on as a shipment.
 */
@Component
class OrderListener {

	private final PaymentGateway payments;

	private final SettledOrders settledOrders;

	private final Leg leg;

	private final ShipmentSender shipments;

	OrderListener(PaymentGateway payments, SettledOrders settledOrders, Ledger ledger, ShipmentSender shipments) {
		this.payments = payments;
		this.settledOrders = settledOrders;
		this.leg = ledger.orders();
		this.shipments = shipments;
	}

	@KafkaListener(id = "fulfillment", topics = Topics.ORDERS)
	void fulfill(Order order) {
		if (this.settledOrders.contains(order.id())) {
			this.leg.duplicate();
			return;
		}
		this.payments.charge(order);
		this.settledOrders.add(order.id());
		this.leg.processed(order.id());
		this.shipments.send(Shipment.of(order));
	}

}
