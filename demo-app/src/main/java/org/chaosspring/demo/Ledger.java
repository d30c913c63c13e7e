package org.chaosspring.demo;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Keeps account of both legs of the pipeline: orders over Kafka, until they are charged,
 * and their shipments over RabbitMQ, until they are shipped.
 */
class Ledger {

	private final Leg orders;

	private final Leg shipments;

	Ledger(InstantSource clock, Duration patience) {
		this.orders = new Leg(clock, patience);
		this.shipments = new Leg(clock, patience);
	}

	Leg orders() {
		return this.orders;
	}

	Leg shipments() {
		return this.shipments;
	}

	Balance balance() {
		return new Balance(this.orders.balance(), this.shipments.balance());
	}

	/**
	 * The ledger at one moment. As each order charged is sent on as a shipment,
	 * {@code orders.processed} and {@code shipments.sent} differ by no more than what is
	 * between the two, else the application lost it.
	 *
	 * @param orders the leg over Kafka
	 * @param shipments the leg over RabbitMQ
	 */
	record Balance(Leg.Balance orders, Leg.Balance shipments) {

	}

}
