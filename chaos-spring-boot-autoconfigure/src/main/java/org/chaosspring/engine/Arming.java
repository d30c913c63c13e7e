package org.chaosspring.engine;

import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/**
 * Makes plans ready for decisions.
 *
 * @param targeting knows the groups
 * @param guard limits what faults may happen
 * @param clock tells the time
 */
record Arming(Targeting targeting, Guard guard, InstantSource clock) {

	/**
	 * Arm a plan. What it has in common with the one before goes on, unless one of them
	 * is a dry run and the other is not.
	 * @param plan the plan
	 * @param before the plan before; {@code null} if this is the first one
	 * @return the plan made ready
	 */
	ArmedPlan arm(ChaosPlan plan, @Nullable ArmedPlan before) {
		long version = (before != null) ? before.version() + 1 : 1;
		if (!plan.enabled()) {
			return new ArmedPlan(version, plan, this.targeting, ArmedConditions.NONE,
					new Enabling(null, Allowance.UNLIMITED), null);
		}
		Deadline deadline = Deadline.of(plan, this.clock.instant(), (before != null) ? before.deadline() : null);
		if (before == null || !before.plan().enabled() || before.plan().dryRun() != plan.dryRun()) {
			return new ArmedPlan(version, plan, this.targeting, conditions(ArmedConditions.NONE, plan),
					new Enabling(this.clock.instant(), this.guard.allowance()), deadline);
		}
		return new ArmedPlan(version, plan, this.targeting, conditions(before.conditions(), plan), before.enabling(),
				deadline);
	}

	private ArmedConditions conditions(ArmedConditions before, ChaosPlan plan) {
		return before.followedBy(plan, this.targeting, this.clock);
	}

}
