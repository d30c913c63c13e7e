package org.chaosspring.behavior;

import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.MessageView;
import org.chaosspring.parameter.Parameters;

/**
 * {@code service-restart}: the client that carries the message stops and starts.
 *
 * @param downtime how long it stays away
 */
record ServiceRestart(Duration downtime) implements Behavior {

	static final String NAME = "service-restart";

	static ServiceRestart from(Parameters given) {
		return new ServiceRestart(given.duration("downtime", Duration.ofMillis(500)));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("downtime", this.downtime);
	}

	@Override
	public Effect effect(MessageView message, RandomGenerator random) {
		return new Effect.Restart(this.downtime);
	}

}
