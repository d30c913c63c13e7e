package org.chaosspring.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;

/**
 * A message as a channel brings it.
 *
 * @param queue the queue that it comes from
 * @param consumerTag names the consumer that it is for
 * @param envelope how it was delivered
 * @param properties its properties
 * @param body its payload
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RabbitDelivery(String queue, String consumerTag, Envelope envelope, BasicProperties properties,
		byte[] body) implements RabbitContent<RabbitDelivery> {

	@Override
	public RabbitDelivery with(BasicProperties otherProperties) {
		return new RabbitDelivery(this.queue, this.consumerTag, this.envelope, otherProperties, this.body);
	}

	@Override
	public RabbitDelivery with(byte[] otherBody) {
		return new RabbitDelivery(this.queue, this.consumerTag, this.envelope, this.properties, otherBody);
	}

	/**
	 * Return the envelope under another delivery tag.
	 */
	Envelope envelope(long tag, boolean redelivered) {
		return new Envelope(tag, redelivered, this.envelope.getExchange(), this.envelope.getRoutingKey());
	}

}
