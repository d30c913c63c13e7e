package org.chaosspring.condition;

import java.util.List;
import java.util.stream.Stream;

import org.chaosspring.engine.Condition;
import org.chaosspring.parameter.Parameters;

/**
 * Makes one of the conditions that come with the library. One class for all of them loads
 * none of theirs before it is asked for, so that applications need not wait for it when
 * they start.
 */
record BuiltInCondition(String name) implements ConditionFactory {

	static final List<BuiltInCondition> ALL = Stream
		.of(NetworkPartition.NAME, BrokerFailure.NAME, Backpressure.NAME, Flood.NAME, DegradedNetwork.NAME)
		.map(BuiltInCondition::new)
		.toList();

	@Override
	public Condition create(Parameters parameters) {
		return switch (this.name) {
			case NetworkPartition.NAME -> NetworkPartition.from(parameters);
			case BrokerFailure.NAME -> BrokerFailure.from(parameters);
			case Backpressure.NAME -> Backpressure.from(parameters);
			case Flood.NAME -> Flood.from(parameters);
			case DegradedNetwork.NAME -> DegradedNetwork.from(parameters);
			default -> throw new IllegalStateException("Nothing makes '" + this.name + "'");
		};
	}

}
