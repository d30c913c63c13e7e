package org.chaosspring.safety;

import java.util.Set;
import java.util.stream.Collectors;

import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.MessageAccess;
import org.chaosspring.engine.Targeting;
import org.chaosspring.target.TargetGroup;
import org.chaosspring.target.TargetGroups;
import org.jspecify.annotations.Nullable;

/**
 * Leaves protected destinations, templates, listeners and groups out, whatever is
 * targeted.
 */
public final class ProtectedTargeting implements Targeting {

	private final TargetGroups groups;

	private final Protection protection;

	/**
	 * Create a targeting.
	 * @param groups knows the groups
	 * @param protection knows what is left out
	 */
	public ProtectedTargeting(TargetGroups groups, Protection protection) {
		this.groups = groups;
		this.protection = protection;
	}

	@Override
	public boolean means(Set<String> targetGroups, String group) {
		return this.groups.means(targetGroups, group) && !this.protection.covers(group);
	}

	@Override
	public Selector select(Set<String> targetGroups) {
		Selector unprotected = new Unprotected(this.groups.select(targetGroups), this.protection);
		Set<String> leftOut = this.groups.configured()
			.stream()
			.map(TargetGroup::name)
			.filter(this.protection::covers)
			.collect(Collectors.toSet());
		return leftOut.isEmpty() ? unprotected : new Except(unprotected, this.groups.select(leftOut));
	}

	/**
	 * Leaves a message of a protected group out, also if it was meant by another one.
	 */
	private record Except(Selector selector, Selector leftOut) implements Selector {

		@Override
		public <M> @Nullable String match(InjectionPoint point, MessageAccess<M> access, M message) {
			String group = this.selector.match(point, access, message);
			return (group != null && this.leftOut.match(point, access, message) == null) ? group : null;
		}

	}

	private record Unprotected(Selector selector, Protection protection) implements Selector {

		@Override
		public <M> @Nullable String match(InjectionPoint point, MessageAccess<M> access, M message) {
			String group = this.selector.match(point, access, message);
			if (group == null || this.protection.covers(group) || this.protection.covers(point.name())
					|| this.protection.covers(access.destination(message))) {
				return null;
			}
			return group;
		}

	}

}
