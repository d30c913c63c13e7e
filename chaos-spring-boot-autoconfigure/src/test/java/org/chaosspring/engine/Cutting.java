package org.chaosspring.engine;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * Puts all brokers out of reach.
 *
 * @param name the name of the condition
 */
record Cutting(String name) implements Condition {

	@Override
	public Map<String, Object> parameters() {
		return Map.of();
	}

	@Override
	public boolean cutsOff() {
		return true;
	}

	@Override
	public Course begin(InstantSource clock) {
		Effect outage = new Effect.Outage(Set.of(), null, clock.instant(), false);
		return (message, random) -> outage;
	}

}
