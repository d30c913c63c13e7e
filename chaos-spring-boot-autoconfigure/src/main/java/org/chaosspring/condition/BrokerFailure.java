package org.chaosspring.condition;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import org.chaosspring.engine.Condition;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * {@code broker-failure}: some brokers of a cluster are down.
 *
 * @param brokers which, each by its id or {@code host:port}
 * @param failoverAfter when the others take over from them; {@code null} for never
 */
record BrokerFailure(SortedSet<String> brokers, @Nullable Duration failoverAfter) implements Condition {

	static final String NAME = "broker-failure";

	private static final String BROKER = "broker";

	private static final String FAILOVER_AFTER = "failover-after";

	BrokerFailure {
		brokers = Collections.unmodifiableSortedSet(new TreeSet<>(brokers));
	}

	static BrokerFailure from(Parameters given) {
		Set<String> brokers = given.texts(BROKER);
		if (brokers.isEmpty()) {
			throw new InvalidPlanException(BROKER,
					"must be given: the ids or host:port of one or more brokers, separated by commas");
		}
		return new BrokerFailure(new TreeSet<>(brokers), given.optionalDuration(FAILOVER_AFTER));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		Map<String, Object> parameters = new LinkedHashMap<>();
		parameters.put(BROKER, String.join(",", this.brokers));
		if (this.failoverAfter != null) {
			parameters.put(FAILOVER_AFTER, this.failoverAfter);
		}
		return parameters;
	}

	@Override
	public boolean cutsOff() {
		return true;
	}

	@Override
	public Course begin(InstantSource clock) {
		Instant began = clock.instant();
		Instant failover = (this.failoverAfter != null) ? began.plus(this.failoverAfter) : Instant.MAX;
		Effect outage = new Effect.Outage(this.brokers, this.failoverAfter, began, false);
		return (message,
				random) -> clock.instant().isBefore(failover) && this.brokers.stream().anyMatch(message::mayBeAt)
						? outage : null;
	}

}
