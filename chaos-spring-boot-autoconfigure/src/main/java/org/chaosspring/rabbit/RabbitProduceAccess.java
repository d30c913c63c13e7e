package org.chaosspring.rabbit;

import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages on their way to the broker.
 */
final class RabbitProduceAccess implements MessageAccess<RabbitPublication> {

	static final RabbitProduceAccess INSTANCE = new RabbitProduceAccess();

	private RabbitProduceAccess() {
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

}
