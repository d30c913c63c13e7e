package org.chaosspring.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * A plan made ready for decisions, while it is in force.
 */
final class ArmedPlan {

	private final ChaosPlan plan;

	private final Draw draw;

	private final Targeting.Selector selector;

	private final ArmedConditions conditions;

	private final ArmedConditions outages;

	private final @Nullable Instant enabledSince;

	private final CountDownLatch ended = new CountDownLatch(1);

	private ArmedPlan(ChaosPlan plan, Targeting targeting, ArmedConditions conditions, @Nullable Instant enabledSince) {
		this.plan = plan;
		this.draw = new Draw(plan);
		this.selector = plan.enabled() ? targeting.select(plan.targetGroups()) : new NoMessages();
		this.conditions = conditions;
		this.outages = conditions.cuttingOff();
		this.enabledSince = enabledSince;
	}

	static ArmedPlan first(ChaosPlan plan, Targeting targeting, InstantSource clock) {
		return arm(plan, targeting, clock, ArmedConditions.NONE, null);
	}

	/**
	 * Arm the next plan. What both plans have in common goes on.
	 */
	ArmedPlan followedBy(ChaosPlan next, Targeting targeting, InstantSource clock) {
		return arm(next, targeting, clock, this.conditions, this.enabledSince);
	}

	private static ArmedPlan arm(ChaosPlan plan, Targeting targeting, InstantSource clock, ArmedConditions before,
			@Nullable Instant since) {
		if (!plan.enabled()) {
			return new ArmedPlan(plan, targeting, ArmedConditions.NONE, null);
		}
		return new ArmedPlan(plan, targeting, before.followedBy(plan, targeting, clock),
				(since != null) ? since : clock.instant());
	}

	ChaosPlan plan() {
		return this.plan;
	}

	Draw draw() {
		return this.draw;
	}

	Targeting.Selector selector() {
		return this.selector;
	}

	ArmedConditions conditions() {
		return this.conditions;
	}

	ArmedConditions outages() {
		return this.outages;
	}

	@Nullable Instant enabledSince() {
		return this.enabledSince;
	}

	/**
	 * Opens when the plan is no longer in force.
	 */
	CountDownLatch ended() {
		return this.ended;
	}

	/**
	 * Selects nothing, so that switching off does not depend on any group.
	 */
	private static final class NoMessages implements Targeting.Selector {

		@Override
		public <M> @Nullable String match(InjectionPoint point, MessageAccess<M> access, M message) {
			return null;
		}

	}

}
