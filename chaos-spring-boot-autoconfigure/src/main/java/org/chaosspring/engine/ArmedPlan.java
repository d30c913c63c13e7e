package org.chaosspring.engine;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * A plan made ready for decisions, while it is in force.
 */
final class ArmedPlan {

	private final ChaosPlan plan;

	private final Draw draw;

	private final Targeting.Selector selector;

	private final @Nullable Instant enabledSince;

	private final CountDownLatch ended = new CountDownLatch(1);

	ArmedPlan(ChaosPlan plan, Targeting targeting, @Nullable Instant enabledSince) {
		this.plan = plan;
		this.draw = new Draw(plan);
		this.selector = plan.enabled() ? targeting.select(plan.targetGroups()) : new NoMessages();
		this.enabledSince = enabledSince;
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
