package org.chaosspring.safety;

import java.util.Set;

import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.MessageAccess;
import org.chaosspring.engine.Targeting;
import org.jspecify.annotations.Nullable;

/**
 * Leaves protected destinations, templates, listeners and groups out, whatever is
 * targeted.
 */
public final class ProtectedTargeting implements Targeting {

	private final Targeting targeting;

	private final Protection protection;

	/**
	 * Create a targeting.
	 * @param targeting knows the groups
	 * @param protection knows what is left out
	 */
	public ProtectedTargeting(Targeting targeting, Protection protection) {
		this.targeting = targeting;
		this.protection = protection;
	}

	@Override
	public boolean means(Set<String> targetGroups, String group) {
		return this.targeting.means(targetGroups, group) && !this.protection.covers(group);
	}

	@Override
	public Selector select(Set<String> targetGroups) {
		return new Unprotected(this.targeting.select(targetGroups), this.protection);
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
