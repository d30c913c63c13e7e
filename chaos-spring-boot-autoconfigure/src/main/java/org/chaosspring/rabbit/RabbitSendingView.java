package org.chaosspring.rabbit;

import java.io.IOException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.connection.RoutingConnectionFactory;
import org.springframework.amqp.rabbit.support.RabbitExceptionTranslator;

/**
 * The connection factory of a template or transaction manager: channels are taken for a
 * moment, and wrapped only while chaos is on.
 */
final class RabbitSendingView extends RabbitConnectionFactoryView implements RoutingConnectionFactory {

	private final RabbitProducerOrigin origin;

	private @Nullable RabbitListeningView replies;

	private volatile @Nullable RabbitConnection latest;

	RabbitSendingView(RabbitProducerOrigin origin) {
		super(origin.factory(), origin.network(), origin.reachOf(origin));
		this.origin = origin;
	}

	@Override
	RabbitConnectionFactoryView on(ConnectionFactory other) {
		return new RabbitSendingView(this.origin.on(other));
	}

	@Override
	@SuppressWarnings("ReferenceEquality") // this connection, not an equal one
	public Connection createConnection() {
		if (!this.origin.chaos().isActive()) {
			return target().createConnection();
		}
		Connection connection = connect();
		RabbitConnection known = this.latest;
		if (known == null || known.target() != connection) {
			known = new RabbitConnection(connection, this::wrap);
			this.latest = known;
		}
		return known;
	}

	private Channel wrap(Channel channel, boolean transactional) {
		if (this.origin.network().opened().take(channel) && this.origin.held().size() > 0) {
			awaitOpened(channel);
		}
		return new RabbitProduceSeam(channel, this.origin, transactional);
	}

	/**
	 * Wait as a channel is opened behind messages that the broker has not read.
	 */
	private void awaitOpened(Channel channel) {
		RabbitBuffer unread = this.origin.network().buffer(channel.getConnection());
		if (unread == null) {
			return;
		}
		try {
			this.origin.awaitAnswer(unread, channel, new AMQP.Channel.Open.Builder().build());
		}
		catch (IOException ex) {
			RabbitUtils.setPhysicalCloseRequired(channel, true);
			RabbitUtils.closeChannel(channel);
			throw RabbitExceptionTranslator.convertRabbitAccessException(ex);
		}
	}

	/**
	 * A template may send at any time.
	 */
	@Override
	boolean isInUse() {
		return true;
	}

	/**
	 * Channels are taken for a moment only: the next one cannot be had.
	 */
	@Override
	void breakOff() {
	}

	/**
	 * Return the factory for the container that receives a template's replies, which
	 * alone asks for it. Requests leave through the channel of that container, which is
	 * there to stay.
	 */
	@Override
	public synchronized ConnectionFactory getTargetConnectionFactory(Object key) {
		RabbitListeningView known = this.replies;
		if (known == null) {
			known = new RabbitListeningView(this.origin, new RabbitConsumerOrigin(this.origin::name, null));
			this.replies = known;
		}
		return known;
	}

}
