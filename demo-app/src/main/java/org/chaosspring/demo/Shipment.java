package org.chaosspring.demo;

import java.math.BigDecimal;

/**
 * A shipment as it travels through RabbitMQ.
 *
 * @param id the id of the order
 * @param customer who ordered
 * @param number the how manyth order of this customer it is
 * @param kilograms what the goods weigh
 */
record Shipment(String id, String customer, long number, BigDecimal kilograms) {

	static Shipment of(Order order) {
		return new Shipment(order.id(), order.customer(), order.number(), order.kilograms());
	}

}
