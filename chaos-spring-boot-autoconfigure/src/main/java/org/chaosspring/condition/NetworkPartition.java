package org.chaosspring.condition;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

import org.chaosspring.engine.Condition;
import org.chaosspring.engine.Effect;
import org.chaosspring.parameter.Parameters;

/**
 * {@code network-partition}: the network between the application and its brokers is cut.
 *
 * @param evict whether consumers lose their membership of the group as well
 */
record NetworkPartition(boolean evict) implements Condition {

	static final String NAME = "network-partition";

	static NetworkPartition from(Parameters given) {
		return new NetworkPartition(given.flag("evict", false));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("evict", this.evict);
	}

	@Override
	public boolean cutsOff() {
		return true;
	}

	@Override
	public Course begin(InstantSource clock) {
		Effect outage = new Effect.Outage(Set.of(), null, clock.instant(), this.evict);
		return (message, random) -> outage;
	}

}
