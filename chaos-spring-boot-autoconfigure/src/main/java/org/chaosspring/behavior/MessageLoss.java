package org.chaosspring.behavior;

import java.util.Map;
import java.util.random.RandomGenerator;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.MessageView;
import org.chaosspring.parameter.Parameters;

/**
 * {@code message-loss}: the message vanishes, and nobody is told.
 *
 * @param allowInTransactions whether a message sent within a transaction may be lost
 */
record MessageLoss(boolean allowInTransactions) implements Behavior {

	static final String NAME = "message-loss";

	static MessageLoss from(Parameters given) {
		return new MessageLoss(given.flag("allow-in-transactions", false));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("allow-in-transactions", this.allowInTransactions);
	}

	@Override
	public Effect effect(MessageView message, RandomGenerator random) {
		return new Effect.Loss(this.allowInTransactions);
	}

}
