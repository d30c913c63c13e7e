package org.chaosspring.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.chaosspring.engine.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Says of a group only what matters.
 */
final class TargetGroupBuilder {

	private final String name;

	private @Nullable String broker;

	private @Nullable Direction direction;

	private List<String> destinations = List.of();

	private Set<String> points = Set.of();

	private Set<String> keys = Set.of();

	private final Map<String, Set<String>> headers = new LinkedHashMap<>();

	TargetGroupBuilder(String name) {
		this.name = name;
	}

	TargetGroupBuilder broker(String value) {
		this.broker = value;
		return this;
	}

	TargetGroupBuilder direction(Direction value) {
		this.direction = value;
		return this;
	}

	TargetGroupBuilder destinations(String... values) {
		this.destinations = List.of(values);
		return this;
	}

	TargetGroupBuilder points(String... values) {
		this.points = Set.of(values);
		return this;
	}

	TargetGroupBuilder keys(String... values) {
		this.keys = Set.of(values);
		return this;
	}

	TargetGroupBuilder header(String header, String... values) {
		this.headers.put(header, Set.of(values));
		return this;
	}

	TargetGroup build() {
		return new TargetGroup(this.name, this.broker, this.direction, this.destinations, this.points, this.keys,
				this.headers);
	}

}
