package org.chaosspring.engine;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * A condition and whom it is imposed on.
 *
 * @param condition the condition
 * @param direction the way of the messages that it hits; {@code null} for both
 * @param groups the names of the groups that it hits; empty means the target groups of
 * the plan
 */
public record ImposedCondition(Condition condition, @Nullable Direction direction, Set<String> groups) {

	/**
	 * Create an imposed condition.
	 * @throws InvalidPlanException if the name of a group is not usable
	 */
	public ImposedCondition {
		Objects.requireNonNull(condition, "condition");
		if (direction == Direction.NONE) {
			throw new InvalidPlanException("direction", "must be produce or consume");
		}
		groups.forEach((group) -> ChaosPlan.requireGroupName("groups", group));
		groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
	}

	/**
	 * Impose a condition on everything that the plan means.
	 * @param condition the condition
	 */
	public ImposedCondition(Condition condition) {
		this(condition, null, Set.of());
	}

	boolean means(InjectionPoint point) {
		return this.direction == null || this.direction == point.direction();
	}

}
