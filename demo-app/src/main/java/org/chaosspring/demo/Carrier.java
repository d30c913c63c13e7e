package org.chaosspring.demo;

import java.math.BigDecimal;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.stereotype.Component;

/**
 * The work a shipment takes: some calls time out, and heavy goods are always refused.
 */
@Component
class Carrier {

	private final double timeoutShare;

	private final BigDecimal limit;

	Carrier(DemoProperties properties) {
		this.timeoutShare = properties.carrier().timeoutShare();
		this.limit = properties.carrier().limit();
	}

	void carry(Shipment shipment) {
		if (shipment.kilograms().compareTo(this.limit) > 0) {
			throw new ShipmentRefusedException(shipment);
		}
		if (ThreadLocalRandom.current().nextDouble() < this.timeoutShare) {
			throw new CarrierTimeoutException(shipment);
		}
	}

}
