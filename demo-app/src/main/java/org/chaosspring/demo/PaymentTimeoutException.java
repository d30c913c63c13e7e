package org.chaosspring.demo;

/**
 * The payment of an order timed out; trying again may help.
 */
class PaymentTimeoutException extends RuntimeException {

	PaymentTimeoutException(Order order) {
		super("Payment of order %s timed out".formatted(order.id()));
	}

}
