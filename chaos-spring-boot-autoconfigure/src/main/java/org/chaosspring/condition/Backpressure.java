package org.chaosspring.condition;

import java.time.InstantSource;
import java.util.Map;

import org.chaosspring.engine.Condition;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.Pacer;
import org.chaosspring.parameter.Parameters;

/**
 * {@code backpressure}: the other side takes, or gives, no more than some messages a
 * second.
 *
 * @param rate how many; zero for none at all
 */
record Backpressure(double rate) implements Condition {

	static final String NAME = "backpressure";

	static Backpressure from(Parameters given) {
		return new Backpressure(given.number("rate", 10, 0, 1_000_000));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("rate", this.rate);
	}

	@Override
	public Course begin(InstantSource clock) {
		Effect throttle = new Effect.Throttle(new Pacer(this.rate));
		return (message, random) -> throttle;
	}

}
