package org.chaosspring.demo;

/**
 * The carrier refused an order; trying again does not help.
 */
class ShipmentRefusedException extends RuntimeException {

	ShipmentRefusedException(Shipment shipment) {
		super("Shipment of order %s was refused".formatted(shipment.id()));
	}

}
