package org.chaosspring.rabbit;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.chaosspring.contract.Arrival;
import org.chaosspring.contract.BrokerContract;
import org.chaosspring.contract.BrokerDriver;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.ChaosEvent.InjectionFailed;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.rabbit.RabbitListening.Received;

import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.Queue;

/**
 * Drives an application on RabbitMQ or on another broker that speaks its protocol.
 */
final class RabbitDriver implements BrokerDriver {

	private final RabbitApplication application;

	private final String queue;

	private final AmqpAdmin admin;

	RabbitDriver(RabbitApplication application, String queue) {
		this.application = application;
		this.queue = queue;
		this.admin = application.bean(AmqpAdmin.class);
		this.admin.declareQueue(new Queue(queue));
		this.application.container("listener").start();
	}

	@Override
	public ConfigurableChaosMiddleware chaos() {
		return this.application.chaos();
	}

	@Override
	public List<FaultInjected> injected() {
		return this.application.injected();
	}

	@Override
	public List<InjectionFailed> failed() {
		return this.application.failed();
	}

	@Override
	public void send(String id) {
		Message message = MessageBuilder.withBody(BrokerContract.body(id).getBytes(StandardCharsets.UTF_8))
			.setMessageId(id)
			.build();
		this.application.template().send("", this.queue, message);
	}

	@Override
	public void awaitAnswers() {
		// With confirms, Spring spreads messages over channels, and their order is gone.
	}

	@Override
	public List<Arrival> arrivals() {
		return this.application.bean(Received.class)
			.messages()
			.stream()
			.map((message) -> new Arrival(message.getMessageProperties().getMessageId(),
					new String(message.getBody(), StandardCharsets.UTF_8)))
			.toList();
	}

	@Override
	public long waiting() {
		return this.admin.getQueueInfo(this.queue).getMessageCount();
	}

	@Override
	public void close() {
		this.admin.deleteQueue(this.queue);
		this.application.close();
	}

}
