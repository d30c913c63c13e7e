package org.chaosspring.observe;

import java.util.List;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * Every meter that there is, with its tags: the one place where they are declared.
 */
public enum ChaosMeter {

	/**
	 * Faults that messages met.
	 */
	INJECTED("chaos.injected", "Faults that messages met", "broker", "direction", "group", "behavior"),

	/**
	 * How long the delays of messages were, as drawn; the wait ends early when chaos
	 * does.
	 */
	DELAY("chaos.delay", "How long the delays of messages were, as drawn; the wait ends early when chaos does",
			"broker", "direction", "group"),

	/**
	 * Whether chaos is on.
	 */
	ENABLED("chaos.enabled", "Whether chaos is on (1) or off (0)"),

	/**
	 * The share of messages that are candidates for a fault.
	 */
	FAILURE_RATE("chaos.failure.rate", "Share of the messages that are candidates for a fault, from 0 to 1"),

	/**
	 * Messages that are held back at this moment.
	 */
	HELD("chaos.held", "Messages that are held back at this moment"),

	/**
	 * Errors inside chaos.
	 */
	ERRORS("chaos.errors", "Errors inside chaos; the messages concerned passed unharmed"),

	/**
	 * Faults that a cap did not allow.
	 */
	CAPPED("chaos.capped", "Faults that did not happen because a cap was reached", "cap"),

	/**
	 * How often chaos stopped by itself.
	 */
	HALTS("chaos.halts", "How often chaos stopped because something was wrong", "reason"),

	/**
	 * Records that a consumer group has yet to read.
	 */
	CONSUMER_LAG("chaos.consumer.lag", "Records that a consumer group has yet to read", "consumer.group", "topic"),

	/**
	 * Messages that are ready in a queue.
	 */
	QUEUE_DEPTH("chaos.queue.depth", "Messages that are ready in a queue", "queue");

	private final String meterName;

	private final String description;

	@SuppressWarnings("ImmutableEnumChecker") // made by List.of
	private final List<String> tagKeys;

	ChaosMeter(String meterName, String description, String... tagKeys) {
		this.meterName = meterName;
		this.description = description;
		this.tagKeys = List.of(tagKeys);
	}

	/**
	 * Return the name of the meter.
	 * @return the name, with dots
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Return what the meter says.
	 * @return one phrase
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return its tags.
	 * @param values their values, in the order of the keys
	 * @return the tags
	 */
	Tags tags(List<String> values) {
		Tags tags = Tags.empty();
		for (int i = 0; i < this.tagKeys.size(); i++) {
			tags = tags.and(Tag.of(this.tagKeys.get(i), values.get(i)));
		}
		return tags;
	}

	/**
	 * Return the keys of its tags.
	 * @return the keys, in the order in which values are given
	 */
	public List<String> tagKeys() {
		return this.tagKeys;
	}

}
