package org.chaosspring.rabbit;

import java.io.IOException;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import org.chaosspring.engine.Injector;
import org.chaosspring.engine.Prospect;
import org.jspecify.annotations.Nullable;

/**
 * Receives deliveries in place of the consumer of a listener container.
 */
final class RabbitConsumer implements Consumer {

	private final Injector chaos;

	private final RabbitDeliveries deliveries;

	private final Consumer delegate;

	private final String queue;

	private final boolean autoAck;

	private volatile String consumerTag = "";

	RabbitConsumer(RabbitDeliveries deliveries, Consumer delegate, String queue, boolean autoAck) {
		this.chaos = deliveries.chaos();
		this.deliveries = deliveries;
		this.delegate = delegate;
		this.queue = queue;
		this.autoAck = autoAck;
	}

	/**
	 * Return whether the broker takes each delivery as processed when it sends it.
	 */
	boolean isAutoAck() {
		return this.autoAck;
	}

	RabbitDeliveryTags tags() {
		return this.deliveries.tags();
	}

	@Override
	public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
			throws IOException {
		// Asks itself whether chaos is on, as each step between costs every delivery.
		Prospect prospect = this.chaos.isActive() ? this.deliveries.prospect(this.queue) : null;
		if (prospect == null && this.deliveries.areUndisturbed()) {
			this.delegate.handleDelivery(tag, envelope, properties, body);
			return;
		}
		this.deliveries.deliver(
				new RabbitHandover(this, new RabbitDelivery(this.queue, tag, envelope, properties, body)), prospect);
	}

	/**
	 * Give a delivery to the container, unless the container is being stopped and the
	 * delivery is to come again.
	 */
	void give(RabbitDelivery delivery, RabbitSharedTag shared, boolean redelivered,
			RabbitPendingErrors.@Nullable PendingError error) throws IOException {
		if (this.deliveries.interruption().isCut() && !this.autoAck) {
			return;
		}
		long tag = this.autoAck ? delivery.envelope().getDeliveryTag() : this.deliveries.tags().give(shared);
		if (error != null) {
			this.deliveries.pendingErrors().expect(delivery.consumerTag(), tag, error);
		}
		this.delegate.handleDelivery(delivery.consumerTag(), delivery.envelope(tag, redelivered), delivery.properties(),
				delivery.body());
	}

	/**
	 * Do what the client does when a consumer throws.
	 */
	void failed(Exception cause) {
		Channel channel = this.deliveries.channel();
		channel.getConnection()
			.getExceptionHandler()
			.handleConsumerException(channel, cause, this.delegate, this.consumerTag, "handleDelivery");
	}

	@Override
	public void handleConsumeOk(String tag) {
		this.consumerTag = tag;
		this.delegate.handleConsumeOk(tag);
	}

	@Override
	public void handleCancelOk(String tag) {
		if (!this.deliveries.interruption().isCanceledByBroker(tag)) {
			this.delegate.handleCancelOk(tag);
			return;
		}
		try {
			this.delegate.handleCancel(tag);
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	@Override
	public void handleCancel(String tag) throws IOException {
		this.deliveries.cancel(tag);
		this.delegate.handleCancel(tag);
	}

	@Override
	public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
		this.deliveries.shutDown(tag, this.autoAck);
		this.delegate.handleShutdownSignal(tag, this.deliveries.interruption().signal(signal));
	}

	@Override
	public void handleRecoverOk(String tag) {
		this.delegate.handleRecoverOk(tag);
	}

}
