package org.chaosspring.benchmarks.idle;

import java.util.Map;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.impl.recovery.AutorecoveringChannel;
import org.jspecify.annotations.Nullable;

/**
 * A channel that does nothing but remember who consumes.
 */
public final class IdleChannel extends AutorecoveringChannel {

	private @Nullable Consumer consumer;

	/**
	 * Create a channel.
	 */
	public IdleChannel() {
		super(null, null);
	}

	@Override
	public void basicPublish(String exchange, String routingKey, boolean mandatory, BasicProperties properties,
			byte[] body) {
		// Nothing is sent.
	}

	@Override
	public String basicConsume(String queue, boolean autoAck, String consumerTag, boolean noLocal, boolean exclusive,
			@Nullable Map<String, Object> arguments, Consumer callback) {
		this.consumer = callback;
		return consumerTag;
	}

	Consumer consumer() {
		if (this.consumer == null) {
			throw new IllegalStateException("Nobody consumes");
		}
		return this.consumer;
	}

	@Override
	public long getNextPublishSeqNo() {
		return 0;
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public void close() {
		// It is there for all.
	}

}
