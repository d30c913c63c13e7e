package org.chaosspring.behavior;

import java.util.Map;
import java.util.random.RandomGenerator;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.MessageView;
import org.chaosspring.parameter.Parameters;

/**
 * {@code ack-loss}: the message arrives, but the word that it did gets lost on its way
 * back.
 */
record AckLoss() implements Behavior {

	static final String NAME = "ack-loss";

	static AckLoss from(Parameters given) {
		return new AckLoss();
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of();
	}

	@Override
	public Effect effect(MessageView message, RandomGenerator random) {
		return new Effect.AckLoss();
	}

}
