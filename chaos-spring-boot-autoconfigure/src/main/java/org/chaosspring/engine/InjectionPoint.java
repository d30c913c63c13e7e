package org.chaosspring.engine;

import java.util.Objects;

/**
 * One place where messages pass: a template or a listener container of one broker. Two
 * points are the same only if they are the same object; a point lives as long as the
 * template or container that it stands for.
 */
public final class InjectionPoint {

	private final String broker;

	private final Direction direction;

	private final String name;

	/**
	 * Create a point.
	 * @param broker the kind of broker, {@code kafka} or {@code rabbit}; also a built-in
	 * target group
	 * @param direction the way that messages take
	 * @param name the bean name of the template or the id of the listener; also a
	 * built-in target group
	 */
	public InjectionPoint(String broker, Direction direction, String name) {
		this.broker = Objects.requireNonNull(broker, "broker");
		this.direction = Objects.requireNonNull(direction, "direction");
		this.name = Objects.requireNonNull(name, "name");
	}

	/**
	 * Return the kind of broker.
	 * @return {@code kafka}, {@code rabbit} or {@code application}
	 */
	public String broker() {
		return this.broker;
	}

	/**
	 * Return the way that messages take.
	 * @return the direction
	 */
	public Direction direction() {
		return this.direction;
	}

	/**
	 * Return the name.
	 * @return the bean name of the template or the id of the listener
	 */
	public String name() {
		return this.name;
	}

	@Override
	public String toString() {
		return this.broker + ":" + this.direction.label() + ":" + this.name;
	}

}
