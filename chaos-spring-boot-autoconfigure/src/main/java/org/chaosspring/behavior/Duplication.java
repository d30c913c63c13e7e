package org.chaosspring.behavior;

import java.util.Map;
import java.util.random.RandomGenerator;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.MessageView;
import org.chaosspring.parameter.Parameters;

/**
 * {@code duplication}: the message is sent or delivered again.
 *
 * @param copies how many times more
 */
record Duplication(int copies) implements Behavior {

	static final String NAME = "duplication";

	static Duplication from(Parameters given) {
		return new Duplication(given.integer("copies", 1, 1, 100));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("copies", this.copies);
	}

	@Override
	public Effect effect(MessageView message, RandomGenerator random) {
		return new Effect.Duplication(this.copies);
	}

}
