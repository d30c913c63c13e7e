package org.chaosspring.docs.example;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

import org.chaosspring.engine.Condition;
import org.chaosspring.engine.Effect;
import org.chaosspring.parameter.Parameters;

record FlappingNetwork(Duration up, Duration down) implements Condition {

	static FlappingNetwork from(Parameters given) {
		return new FlappingNetwork(given.duration("up", Duration.ofSeconds(10)),
				given.duration("down", Duration.ofSeconds(2)));
	}

	@Override
	public String name() {
		return "flapping-network";
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("up", this.up, "down", this.down);
	}

	@Override
	public boolean cutsOff() {
		return true;
	}

	@Override
	public Course begin(InstantSource clock) {
		Instant began = clock.instant();
		Effect outage = new Effect.Outage(Set.of(), null, began, false);
		return (message, random) -> isDown(Duration.between(began, clock.instant())) ? outage : null;
	}

	private boolean isDown(Duration elapsed) {
		return elapsed.toNanos() % this.up.plus(this.down).toNanos() >= this.up.toNanos();
	}

}
