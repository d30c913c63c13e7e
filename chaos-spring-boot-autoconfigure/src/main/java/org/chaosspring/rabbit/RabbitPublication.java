package org.chaosspring.rabbit;

import java.io.IOException;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import org.chaosspring.engine.Mark;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is handed to a channel.
 *
 * @param exchange the exchange, empty for the default one
 * @param routingKey the routing key
 * @param mandatory whether the broker returns it if it cannot be routed
 * @param properties its properties
 * @param body its payload
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RabbitPublication(String exchange, String routingKey, boolean mandatory, BasicProperties properties,
		byte[] body) implements RabbitContent<RabbitPublication> {

	private static final String NO_SUCH_QUEUE = "chaos.no-such-queue";

	private static final BasicProperties NO_PROPERTIES = new BasicProperties();

	static RabbitPublication of(String exchange, String routingKey, boolean mandatory,
			@Nullable BasicProperties properties, byte[] body) {
		return new RabbitPublication(exchange, routingKey, mandatory, (properties != null) ? properties : NO_PROPERTIES,
				body);
	}

	String destination() {
		return destination(this.exchange, this.routingKey);
	}

	/**
	 * Return where a message goes: the default exchange routes by the name of the queue.
	 */
	static String destination(String exchange, String routingKey) {
		return exchange.isEmpty() ? routingKey : exchange;
	}

	RabbitPublication to(String otherExchange) {
		return new RabbitPublication(otherExchange, this.routingKey, this.mandatory, this.properties, this.body);
	}

	@Override
	public RabbitPublication with(BasicProperties otherProperties) {
		return new RabbitPublication(this.exchange, this.routingKey, this.mandatory, otherProperties, this.body);
	}

	@Override
	public RabbitPublication with(byte[] otherBody) {
		return new RabbitPublication(this.exchange, this.routingKey, this.mandatory, this.properties, otherBody);
	}

	RabbitPublication marked(@Nullable Mark mark) {
		return (mark != null) ? with(RabbitProperties.marked(this.properties, mark)) : this;
	}

	void writeTo(Channel channel) throws IOException {
		channel.basicPublish(this.exchange, this.routingKey, this.mandatory, this.properties, this.body);
	}

	/**
	 * Return what the broker drops and confirms in place of the message.
	 */
	RabbitPublication standIn() {
		return new RabbitPublication("", NO_SUCH_QUEUE, false, NO_PROPERTIES, new byte[0]);
	}

	/**
	 * Return a copy that nobody waits for: if it cannot be routed, the broker drops it.
	 */
	RabbitPublication copy() {
		return new RabbitPublication(this.exchange, this.routingKey, false, this.properties, this.body);
	}

}
