package org.chaosspring.target;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * A configured group. A message belongs to it if it matches every criterion that is set;
 * an empty criterion matches any message.
 *
 * @param name the name of the group
 * @param broker {@code kafka} or {@code rabbit}; {@code null} for both
 * @param direction the way that messages take; {@code null} for both
 * @param destinations patterns for topics, exchanges and queues, with {@code *} and
 * {@code ?}
 * @param points the bean names of templates and the ids of listeners
 * @param keys the keys, exactly
 * @param headers the values of headers by name, exactly; one of the values of each header
 * has to match
 */
public record TargetGroup(String name, @Nullable String broker, @Nullable Direction direction,
		List<String> destinations, Set<String> points, Set<String> keys, Map<String, Set<String>> headers) {

	private static final Set<String> BROKERS = Set.of("kafka", "rabbit");

	/**
	 * Create a group.
	 * @throws InvalidPlanException if the group says nothing, or something that no
	 * message can meet
	 */
	public TargetGroup {
		ChaosPlan.requireGroupName(name, name);
		require(broker == null || BROKERS.contains(broker), name, "broker",
				"must be kafka or rabbit but is '" + broker + "'");
		require(direction != Direction.NONE, name, "direction", "must be produce or consume");
		require(destinations.stream().noneMatch(String::isBlank), name, "destinations",
				"must hold patterns that are not blank");
		require(points.stream().noneMatch(String::isBlank), name, "points", "must hold names that are not blank");
		require(headers.entrySet().stream().noneMatch((header) -> header.getKey().isBlank()), name, "headers",
				"must be given by names that are not blank");
		require(headers.values().stream().noneMatch(Set::isEmpty), name, "headers",
				"must have at least one value each");
		if (broker == null && direction == null && destinations.isEmpty() && points.isEmpty() && keys.isEmpty()
				&& headers.isEmpty()) {
			throw new InvalidPlanException(name,
					"must say which messages it holds, by at least one of broker, direction, destinations, points, keys and headers");
		}
		destinations = List.copyOf(destinations);
		points = Set.copyOf(points);
		keys = Set.copyOf(keys);
		headers = Map.copyOf(headers);
	}

	private static void require(boolean met, String name, String field, String message) {
		if (!met) {
			throw new InvalidPlanException(field, message).within(name);
		}
	}

	boolean mayHold(InjectionPoint point) {
		return (this.broker == null || this.broker.equals(point.broker()))
				&& (this.direction == null || this.direction == point.direction())
				&& (this.points.isEmpty() || this.points.contains(point.name()));
	}

	boolean looksAtMessages() {
		return !this.keys.isEmpty() || !this.headers.isEmpty();
	}

	<M> boolean holds(MessageAccess<M> access, M message) {
		return (this.keys.isEmpty() || contains(this.keys, access.key(message))) && this.headers.entrySet()
			.stream()
			.allMatch((header) -> contains(header.getValue(), access.header(message, header.getKey())));
	}

	private static boolean contains(Set<String> values, @Nullable String value) {
		return value != null && values.contains(value);
	}

}
