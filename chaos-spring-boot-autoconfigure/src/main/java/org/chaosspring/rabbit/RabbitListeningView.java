package org.chaosspring.rabbit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

	private final Set<RabbitConsumeSeam> seams = ConcurrentHashMap.newKeySet();

	RabbitListeningView(RabbitProducerOrigin producer, RabbitConsumerOrigin consumer) {
		super(producer.factory(), producer.network(), producer.reachOf(consumer));
		this.producer = producer;
		this.consumer = consumer;
	}

	@Override
	RabbitConnectionFactoryView on(ConnectionFactory other) {
		return new RabbitListeningView(this.producer.on(other), this.consumer);
	}

	@Override
	public Connection createConnection() {
		join();
		return new RabbitConnection(this.producer.chaos().isActive() ? connect() : target().createConnection(),
				this::wrap);
	}

	private Channel wrap(Channel channel, boolean transactional) {
		RabbitConsumeSeam seam = new RabbitConsumeSeam(channel, this.producer, this.consumer, transactional);
		this.seams.removeIf((known) -> !known.isOpen());
		this.seams.add(seam);
		return seam;
	}

	@Override
	boolean isInUse() {
		return this.seams.stream().anyMatch(RabbitConsumeSeam::isOpen);
	}

	@Override
	void breakOff() {
		this.seams.forEach(RabbitConsumeSeam::breakOff);
	}

}
