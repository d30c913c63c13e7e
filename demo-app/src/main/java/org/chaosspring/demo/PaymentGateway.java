package org.chaosspring.demo;

import java.math.BigDecimal;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.stereotype.Component;

/**
 * The work an order takes: some calls time out, and large amounts are always declined.
 */
@Component
class PaymentGateway {

	private final double timeoutShare;

	private final BigDecimal limit;

	PaymentGateway(DemoProperties properties) {
		this.timeoutShare = properties.payment().timeoutShare();
		this.limit = properties.payment().limit();
	}

	void charge(Order order) {
		if (order.amount().compareTo(this.limit) > 0) {
			throw new PaymentDeclinedException(order);
		}
		if (ThreadLocalRandom.current().nextDouble() < this.timeoutShare) {
			throw new PaymentTimeoutException(order);
		}
	}

}
