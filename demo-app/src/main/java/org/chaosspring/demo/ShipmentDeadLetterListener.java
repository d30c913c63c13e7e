package org.chaosspring.demo;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/**
 * Enters orders that could not be shipped into the ledger, by property: what is in them
 * may be damaged.
 */
@Component
class ShipmentDeadLetterListener {

	private final SettledOrders settledShipments;

	private final Leg leg;

	ShipmentDeadLetterListener(SettledOrders settledShipments, Ledger ledger) {
		this.settledShipments = settledShipments;
		this.leg = ledger.shipments();
	}

	@RabbitListener(id = "undeliverable", queues = Queues.DEAD_LETTERS, messageConverter = "untouched")
	void bury(Message deadLetter) {
		String id = deadLetter.getMessageProperties().getMessageId();
		if (id == null) {
			return;
		}
		if (this.settledShipments.add(id)) {
			this.leg.deadLettered(id);
		}
		else {
			this.leg.duplicate();
		}
	}

}
