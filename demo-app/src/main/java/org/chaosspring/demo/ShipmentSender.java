package org.chaosspring.demo;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/**
 * Sends shipments to RabbitMQ, and believes that it has them when it confirms that.
 */
@Component
class ShipmentSender {

	private final RabbitTemplate template;

	private final Leg leg;

	private final Attempts attempts;

	private final Duration confirmTimeout;

	ShipmentSender(RabbitTemplate template, Ledger ledger, DemoProperties properties) {
		this.template = template;
		this.leg = ledger.shipments();
		this.attempts = new Attempts(this.leg, properties.sendAttempts());
		this.confirmTimeout = properties.rabbit().confirmTimeout();
	}

	void send(Shipment shipment) {
		this.leg.sent(shipment.id(), shipment.customer(), shipment.number());
		this.attempts.send(shipment.id(), () -> publish(shipment));
	}

	private CompletableFuture<?> publish(Shipment shipment) {
		CorrelationData correlation = new CorrelationData(shipment.id());
		this.template.convertAndSend(Queues.SHIPMENTS, shipment.customer(), shipment, (message) -> {
			message.getMessageProperties().setMessageId(shipment.id());
			return message;
		}, correlation);
		return correlation.getFuture()
			.orTimeout(this.confirmTimeout.toMillis(), TimeUnit.MILLISECONDS)
			.thenAccept((confirm) -> {
				if (!confirm.ack() || correlation.getReturned() != null) {
					throw new AmqpException("RabbitMQ did not take shipment " + shipment.id());
				}
			});
	}

}
