package org.chaosspring.behavior;

import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.MessageView;
import org.chaosspring.parameter.Parameters;

/**
 * {@code reordering}: the message is held in a bounded window, which leaves in another
 * order.
 *
 * @param window how many messages change places at most
 * @param maxHold how long a message is held at most
 */
record Reordering(int window, Duration maxHold) implements Behavior {

	static final String NAME = "reordering";

	static Reordering from(Parameters given) {
		return new Reordering(given.integer("window", 5, 2, 10_000), given.duration("max-hold", Duration.ofSeconds(1)));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("window", this.window, "max-hold", this.maxHold);
	}

	@Override
	public Effect effect(MessageView message, RandomGenerator random) {
		return new Effect.Reordering(this.window, this.maxHold, random.nextLong());
	}

}
