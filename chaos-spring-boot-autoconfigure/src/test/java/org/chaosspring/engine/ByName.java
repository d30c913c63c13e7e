package org.chaosspring.engine;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Groups that hold the messages of the point of their name.
 */
final class ByName implements Targeting {

	@Override
	public Selector select(Set<String> targetGroups) {
		return new Selector() {

			@Override
			public <M> @Nullable String match(InjectionPoint point, MessageAccess<M> access, M message) {
				return (targetGroups.isEmpty() || targetGroups.contains(point.name())) ? point.name() : null;
			}

		};
	}

}
