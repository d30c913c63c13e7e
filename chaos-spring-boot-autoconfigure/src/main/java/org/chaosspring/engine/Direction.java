package org.chaosspring.engine;

import java.util.Locale;

/**
 * The way a message passes an {@link InjectionPoint}.
 */
public enum Direction {

	/**
	 * From the application to the broker.
	 */
	PRODUCE("producer"),

	/**
	 * From the broker to the application.
	 */
	CONSUME("consumer"),

	/**
	 * Neither: an injection point of the application's own.
	 */
	NONE("application");

	private final String group;

	Direction(String group) {
		this.group = group;
	}

	/**
	 * Return the built-in target group that holds every message of this direction.
	 * @return the name of the group
	 */
	public String group() {
		return this.group;
	}

	/**
	 * Return the name used in configuration, in metrics and in the log.
	 * @return the lower-case name
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
