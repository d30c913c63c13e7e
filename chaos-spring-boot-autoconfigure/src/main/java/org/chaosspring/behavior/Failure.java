package org.chaosspring.behavior;

import java.util.Map;
import java.util.random.RandomGenerator;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.ErrorKind;
import org.chaosspring.engine.MessageView;
import org.chaosspring.parameter.Parameters;

/**
 * {@code error}: the client or the listener fails with an error of a fixed catalog.
 *
 * @param exception which error
 */
record Failure(ErrorKind exception) implements Behavior {

	static final String NAME = "error";

	static Failure from(Parameters given) {
		return new Failure(given.choice("exception", ErrorKind.TYPICAL));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("exception", this.exception.label());
	}

	@Override
	public Effect effect(MessageView message, RandomGenerator random) {
		return new Effect.Failure(this.exception);
	}

}
