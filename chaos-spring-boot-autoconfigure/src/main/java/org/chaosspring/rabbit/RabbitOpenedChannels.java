package org.chaosspring.rabbit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.ChannelListener;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

/**
 * The channels that were opened on a connection while it was blocked, which a broker in
 * need of memory would not have done. Thread-safe.
 */
final class RabbitOpenedChannels implements ChannelListener {

	private final Predicate<Connection> blocked;

	private final Set<Channel> opened = ConcurrentHashMap.newKeySet();

	RabbitOpenedChannels(Predicate<Connection> blocked) {
		this.blocked = blocked;
	}

	@Override
	public void onCreate(@Nullable Channel channel, boolean transactional) {
		if (channel != null && this.blocked.test(channel.getConnection())) {
			this.opened.add(channel);
		}
	}

	/**
	 * Return whether a channel is one of them, once.
	 */
	boolean take(Channel channel) {
		return !this.opened.isEmpty() && channel instanceof ChannelProxy proxy
				&& this.opened.remove(proxy.getTargetChannel());
	}

	void clear() {
		this.opened.clear();
	}

}
