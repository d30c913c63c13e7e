package org.chaosspring.rabbit;

import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages on their way to the listener.
 */
final class RabbitConsumeAccess implements MessageAccess<RabbitDelivery> {

	static final RabbitConsumeAccess INSTANCE = new RabbitConsumeAccess();

	private RabbitConsumeAccess() {
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

}
