package org.chaosspring.rabbit;

import java.util.function.Supplier;

import com.rabbitmq.client.Connection;
import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages on their way to the broker.
 */
final class RabbitProduceAccess implements MessageAccess<RabbitPublication> {

	private final Supplier<Connection> connection;

	/**
	 * Create an access.
	 * @param connection the connection on which messages leave
	 */
	RabbitProduceAccess(Supplier<Connection> connection) {
		this.connection = connection;
	}

	@Override
	public String destination(RabbitPublication publication) {
		return publication.destination();
	}

	@Override
	public String key(RabbitPublication publication) {
		return publication.routingKey();
	}

	@Override
	public @Nullable String header(RabbitPublication publication, String name) {
		return RabbitProperties.header(publication.properties(), name);
	}

	@Override
	public boolean mayBeAt(RabbitPublication publication, String broker) {
		return RabbitNodes.isAt(this.connection.get(), broker);
	}

}
