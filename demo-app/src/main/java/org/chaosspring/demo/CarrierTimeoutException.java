package org.chaosspring.demo;

/**
 * The carrier did not answer in time; trying again may help.
 */
class CarrierTimeoutException extends RuntimeException {

	CarrierTimeoutException(Shipment shipment) {
		super("Shipment of order %s timed out".formatted(shipment.id()));
	}

}
