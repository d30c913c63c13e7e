package org.chaosspring.rabbit;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;

import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionProxy;

/**
 * A connection whose channels are wrapped.
 *
 * @param target the application's own connection
 * @param wrapper wraps its channels
 */
record RabbitConnection(Connection target, ChannelWrapper wrapper) implements ConnectionProxy {

	@Override
	public Channel createChannel(boolean transactional) {
		return this.wrapper.wrap(this.target.createChannel(transactional), transactional);
	}

	@Override
	public Connection getTargetConnection() {
		return this.target;
	}

	@Override
	public void close() {
		this.target.close();
	}

	@Override
	public boolean isOpen() {
		return this.target.isOpen();
	}

	@Override
	public int getLocalPort() {
		return this.target.getLocalPort();
	}

	@Override
	public void addBlockedListener(BlockedListener listener) {
		this.target.addBlockedListener(listener);
	}

	@Override
	public boolean removeBlockedListener(BlockedListener listener) {
		return this.target.removeBlockedListener(listener);
	}

	@Override
	public com.rabbitmq.client.Connection getDelegate() {
		return this.target.getDelegate();
	}

	@Override
	public void closeThreadChannel() {
		this.target.closeThreadChannel();
	}

	/**
	 * Wraps channels.
	 */
	interface ChannelWrapper {

		Channel wrap(Channel channel, boolean transactional);

	}

}
