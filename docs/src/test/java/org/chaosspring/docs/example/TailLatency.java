package org.chaosspring.docs.example;

import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.MessageView;
import org.chaosspring.parameter.Parameters;

record TailLatency(Duration usual, Duration worst) implements Behavior {

	static TailLatency from(Parameters given) {
		return new TailLatency(given.duration("usual", Duration.ofMillis(5)),
				given.duration("worst", Duration.ofSeconds(2)));
	}

	@Override
	public String name() {
		return "tail-latency";
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("usual", this.usual, "worst", this.worst);
	}

	@Override
	public Effect effect(MessageView message, RandomGenerator random) {
		Duration delay = (random.nextInt(100) == 0) ? this.worst : this.usual;
		return new Effect.Delay(delay, false, true, false);
	}

}
