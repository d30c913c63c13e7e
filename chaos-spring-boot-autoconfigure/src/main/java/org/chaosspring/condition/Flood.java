package org.chaosspring.condition;

import java.time.InstantSource;
import java.util.Map;

import org.chaosspring.engine.Condition;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.MessageView;
import org.chaosspring.parameter.Parameters;

/**
 * {@code flood}: there are many times more messages, as each is followed by copies of
 * itself.
 *
 * @param factor how many times more
 * @param rate how many copies a second there are at most
 */
record Flood(int factor, int rate) implements Condition {

	static final String NAME = "flood";

	static Flood from(Parameters given) {
		return new Flood(given.integer("factor", 10, 2, 1_000), given.integer("rate", 1_000, 1, 1_000_000));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("factor", this.factor, "rate", this.rate);
	}

	@Override
	public Course begin(InstantSource clock) {
		TokenBucket bucket = new TokenBucket(clock, this.rate);
		return (message, random) -> {
			int copies = isCopy(message) ? 0 : bucket.take(this.factor - 1);
			return (copies > 0) ? new Effect.Duplication(copies) : null;
		};
	}

	/**
	 * Return whether a message is a copy that was made when it was sent. Copies of copies
	 * would make the factor its own square.
	 */
	private static boolean isCopy(MessageView message) {
		String mark = message.header(EngineSettings.MARK_HEADER);
		return mark != null && mark.startsWith(NAME + ";");
	}

}
