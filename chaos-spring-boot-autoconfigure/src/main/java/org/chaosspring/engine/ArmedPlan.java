package org.chaosspring.engine;

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * A plan made ready for decisions, while it is in force.
 */
final class ArmedPlan {

	private final long version;

	private final ChaosPlan plan;

	private final Draw draw;

	private final Targeting.Selector selector;

	private final ArmedConditions conditions;

	private final ArmedConditions outages;

	private final Enabling enabling;

	private final boolean countsMessages;

	private final boolean asksChanceFirst;

	private final @Nullable Deadline deadline;

	private final Prospect unknown = new Prospect(this, false, 0);

	private final Prospect candidate = new Prospect(this, true, 0);

	private final CountDownLatch ended = new CountDownLatch(1);

	ArmedPlan(long version, ChaosPlan plan, Targeting targeting, ArmedConditions conditions, Enabling enabling,
			@Nullable Deadline deadline) {
		this.version = version;
		this.plan = plan;
		this.draw = new Draw(plan);
		this.selector = plan.enabled() ? targeting.select(plan.targetGroups()) : new NoMessages();
		this.conditions = conditions;
		this.outages = plan.dryRun() ? ArmedConditions.NONE : conditions.cuttingOff();
		this.enabling = enabling;
		this.countsMessages = enabling.allowance().countsMessages();
		this.asksChanceFirst = plan.enabled() && plan.seed() == null && conditions.isEmpty();
		this.deadline = deadline;
	}

	ChaosPlan plan() {
		return this.plan;
	}

	long version() {
		return this.version;
	}

	PlanInForce inForce() {
		return new PlanInForce(this.version, this.plan, this.enabling.since());
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

	Enabling enabling() {
		return this.enabling;
	}

	boolean countsMessages() {
		return this.countsMessages;
	}

	/**
	 * Return whether nothing but chance says if a message is a candidate.
	 */
	boolean asksChanceFirst() {
		return this.asksChanceFirst;
	}

	@Nullable Deadline deadline() {
		return this.deadline;
	}

	/**
	 * A message that has to be looked at.
	 */
	Prospect unknown() {
		return this.unknown;
	}

	/**
	 * A message for which the draw is done.
	 */
	Prospect candidate() {
		return this.candidate;
	}

	/**
	 * A message after some that pass, for which the draw is done.
	 */
	Prospect candidateAfter(int passing) {
		return new Prospect(this, true, passing);
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
