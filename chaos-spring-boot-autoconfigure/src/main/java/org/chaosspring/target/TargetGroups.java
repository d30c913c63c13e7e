package org.chaosspring.target;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.chaosspring.engine.Targeting;

/**
 * The groups that an application configured, besides the built-in ones.
 */
public final class TargetGroups implements Targeting {

	private final List<ArmedGroup> configured;

	/**
	 * Create groups.
	 * @param configured the groups, with distinct names
	 */
	public TargetGroups(Collection<TargetGroup> configured) {
		List<ArmedGroup> armed = new ArrayList<>();
		for (TargetGroup group : configured) {
			armed.add(new ArmedGroup(group));
		}
		this.configured = List.copyOf(armed);
	}

	/**
	 * Return the configured groups.
	 * @return the groups
	 */
	public List<TargetGroup> configured() {
		return this.configured.stream().map(ArmedGroup::group).toList();
	}

	@Override
	public Selector select(Set<String> targetGroups) {
		return targetGroups.isEmpty() ? new EverythingSelector() : new GroupSelector(targetGroups,
				this.configured.stream().filter((armed) -> targetGroups.contains(armed.group().name())).toList());
	}

}
