package org.chaosspring.demo;

/**
 * The payment of an order was declined; trying again does not help.
 */
class PaymentDeclinedException extends RuntimeException {

	PaymentDeclinedException(Order order) {
		super("Payment of order %s was declined".formatted(order.id()));
	}

}
