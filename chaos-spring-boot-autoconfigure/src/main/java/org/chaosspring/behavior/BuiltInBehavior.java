package org.chaosspring.behavior;

import java.util.List;
import java.util.stream.Stream;

import org.chaosspring.engine.Behavior;
import org.chaosspring.parameter.Parameters;

/**
 * Makes one of the behaviors that come with the library. One class for all of them loads
 * none of theirs before it is asked for, so that applications need not wait for it when
 * they start.
 */
record BuiltInBehavior(String name) implements BehaviorFactory {

	static final List<BuiltInBehavior> ALL = Stream
		.of(NetworkDelay.NAME, MessageLoss.NAME, AckLoss.NAME, Duplication.NAME, Corruption.NAME, Reordering.NAME,
				ServiceRestart.NAME, Failure.NAME)
		.map(BuiltInBehavior::new)
		.toList();

	@Override
	public Behavior create(Parameters parameters) {
		return switch (this.name) {
			case NetworkDelay.NAME -> NetworkDelay.from(parameters);
			case MessageLoss.NAME -> MessageLoss.from(parameters);
			case AckLoss.NAME -> AckLoss.from(parameters);
			case Duplication.NAME -> Duplication.from(parameters);
			case Corruption.NAME -> Corruption.from(parameters);
			case Reordering.NAME -> Reordering.from(parameters);
			case ServiceRestart.NAME -> ServiceRestart.from(parameters);
			case Failure.NAME -> Failure.from(parameters);
			default -> throw new IllegalStateException("Nothing makes '" + this.name + "'");
		};
	}

}
