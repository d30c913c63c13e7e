package org.chaosspring.rabbit;

import java.util.function.Supplier;

import com.rabbitmq.client.Connection;
import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages on their way to the listener.
 */
final class RabbitConsumeAccess implements MessageAccess<RabbitDelivery> {

	private final Supplier<Connection> connection;

	/**
	 * Create an access.
	 * @param connection the connection on which messages come
	 */
	RabbitConsumeAccess(Supplier<Connection> connection) {
		this.connection = connection;
	}

	@Override
	public String destination(RabbitDelivery delivery) {
		return delivery.queue();
	}

	@Override
	public String key(RabbitDelivery delivery) {
		return delivery.envelope().getRoutingKey();
	}

	@Override
	public @Nullable String header(RabbitDelivery delivery, String name) {
		return RabbitProperties.header(delivery.properties(), name);
	}

	@Override
	public boolean mayBeAt(RabbitDelivery delivery, String broker) {
		return RabbitNodes.isAt(this.connection.get(), broker);
	}

}
