package org.chaosspring.kafka;

import org.chaosspring.engine.PlaceAccess;

/**
 * Reads a client as a whole, which belongs to no topic and to no broker in particular.
 */
enum KafkaClientAccess implements PlaceAccess<Object> {

	INSTANCE;

	@Override
	public String destination(Object client) {
		return "";
	}

	@Override
	public boolean mayBeAt(Object client, String broker) {
		return false;
	}

}
