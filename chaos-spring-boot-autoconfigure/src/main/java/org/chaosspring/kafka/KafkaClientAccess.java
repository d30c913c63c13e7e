package org.chaosspring.kafka;

import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client as a whole, which belongs to no topic and to no broker in particular.
 */
enum KafkaClientAccess implements MessageAccess<Object> {

	INSTANCE;

	@Override
	public String destination(Object client) {
		return "";
	}

	@Override
	public @Nullable String key(Object client) {
		return null;
	}

	@Override
	public @Nullable String header(Object client, String name) {
		return null;
	}

	@Override
	public boolean mayBeAt(Object client, String broker) {
		return false;
	}

}
