package org.chaosspring.demo;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.producer.ProducerRecord;

import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Sends orders to Kafka, those of a customer in their order.
 */
@Component
class OrderSender {

	private final KafkaTemplate<String, Order> template;

	private final Leg leg;

	private final Attempts attempts;

	OrderSender(KafkaTemplate<String, Order> template, Ledger ledger, DemoProperties properties) {
		this.template = template;
		this.leg = ledger.orders();
		this.attempts = new Attempts(this.leg, properties.sendAttempts());
	}

	void send(Order order) {
		this.leg.sent(order.id(), order.customer(), order.number());
		this.attempts.send(order.id(), () -> this.template.send(toRecord(order)));
	}

	private static ProducerRecord<String, Order> toRecord(Order order) {
		ProducerRecord<String, Order> message = new ProducerRecord<>(Topics.ORDERS, order.customer(), order);
		message.headers().add(Topics.ID_HEADER, order.id().getBytes(StandardCharsets.UTF_8));
		return message;
	}

}
