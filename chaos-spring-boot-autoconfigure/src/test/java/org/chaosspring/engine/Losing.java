package org.chaosspring.engine;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Loses the message.
 *
 * @param name the name of the behavior
 */
record Losing(String name) implements Behavior {

	@Override
	public Map<String, Object> parameters() {
		return Map.of();
	}

	@Override
	public Effect effect(MessageView message, RandomGenerator random) {
		return new Effect.Loss(false);
	}

}
