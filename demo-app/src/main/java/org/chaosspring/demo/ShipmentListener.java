package org.chaosspring.demo;

import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/**
 * Ships each order once, however often it is delivered.
 */
@Component
class ShipmentListener {

	private final Carrier carrier;

	private final SettledOrders settledShipments;

	private final Leg leg;

	ShipmentListener(Carrier carrier, SettledOrders settledShipments, Ledger ledger) {
		this.carrier = carrier;
		this.settledShipments = settledShipments;
		this.leg = ledger.shipments();
	}

	@RabbitListener(id = "shipping", queues = Queues.SHIPMENTS)
	void ship(Shipment shipment) {
		if (this.settledShipments.contains(shipment.id())) {
			this.leg.duplicate();
			return;
		}
		this.carrier.carry(shipment);
		this.settledShipments.add(shipment.id());
		this.leg.processed(shipment.id());
	}

}
