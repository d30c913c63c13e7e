package org.chaosspring.target;

import java.util.List;
import java.util.function.Predicate;

import org.chaosspring.engine.InjectionPoint;

/**
 * A group made ready to be asked about one destination after the other: its patterns are
 * compiled once.
 */
final class ArmedGroup {

	private final TargetGroup group;

	private final List<Predicate<String>> destinations;

	ArmedGroup(TargetGroup group) {
		this.group = group;
		this.destinations = group.destinations().stream().map(Glob::matching).toList();
	}

	TargetGroup group() {
		return this.group;
	}

	/**
	 * Return whether the group may hold messages of an injection point and a destination,
	 * whatever their keys and headers.
	 */
	boolean mayHold(InjectionPoint point, String destination) {
		return this.group.mayHold(point) && (this.destinations.isEmpty()
				|| this.destinations.stream().anyMatch((pattern) -> pattern.test(destination)));
	}

}
