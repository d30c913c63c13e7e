package org.chaosspring.rabbit;

import com.rabbitmq.client.Channel;

import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * The connection factory of a listener container: its channels are there to stay and are
 * always wrapped.
 */
final class RabbitListeningView extends RabbitConnectionFactoryView {

	private final RabbitProducerOrigin producer;

	private final RabbitConsumerOrigin consumer;

	RabbitListeningView(RabbitProducerOrigin producer, RabbitConsumerOrigin consumer) {
		super(producer.factory());
		this.producer = producer;
		this.consumer = consumer;
	}

	@Override
	RabbitConnectionFactoryView on(ConnectionFactory other) {
		return new RabbitListeningView(this.producer.on(other), this.consumer);
	}

	@Override
	public Connection createConnection() {
		return new RabbitConnection(target().createConnection(), this::wrap);
	}

	private Channel wrap(Channel channel, boolean transactional) {
		return new RabbitConsumeSeam(channel, this.producer, this.consumer, transactional);
	}

}
