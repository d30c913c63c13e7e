package org.chaosspring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.WeightedBehavior;
import org.chaosspring.target.TargetGroups;
import org.jspecify.annotations.Nullable;

/**
 * What operators can do, however they reach the application. A change is checked whole
 * and made at once or not at all, and answers with the resulting state. A wrong one is
 * refused with an {@link InvalidPlanException}.
 */
public final class ChaosOperations {

	private static final Duration LONGEST = Duration.ofDays(365);

	private static final Set<String> CONDITIONS = Set.of();

	private final ConfigurableChaosMiddleware middleware;

	private final BehaviorReader behaviorReader;

	private final StateReport report;

	/**
	 * Create operations.
	 * @param middleware what is steered
	 * @param catalog the behaviors that can be asked for
	 * @param groups the configured groups
	 * @param counts counts what the middleware does
	 */
	public ChaosOperations(ConfigurableChaosMiddleware middleware, BehaviorCatalog catalog, TargetGroups groups,
			InjectionCounts counts) {
		this.middleware = middleware;
		this.behaviorReader = new BehaviorReader(catalog);
		this.report = new StateReport(middleware, catalog, groups, counts);
	}

	ChaosState state() {
		return this.report.of(this.middleware.plan());
	}

	ChaosState change(Map<String, @Nullable Object> fields) {
		return update(new PlanChange(fields, this.behaviorReader, this::expiry));
	}

	ChaosState enable(@Nullable Duration duration) {
		return update((plan) -> plan.switchedOn((duration != null) ? expiry(duration) : null));
	}

	ChaosState disable() {
		return update(ChaosPlan::switchedOff);
	}

	ChaosState setFailureRate(double rate) {
		return update((plan) -> plan.withFailureRate(rate));
	}

	ChaosState addTargetGroup(String group) {
		ChaosPlan.requireGroupName("group", group);
		return update((plan) -> plan.withTargetGroup(group));
	}

	ChaosState removeTargetGroup(String group) {
		ChaosPlan.requireGroupName("group", group);
		return update((plan) -> plan.withoutTargetGroup(group));
	}

	ChaosState setBehavior(String name, Map<String, @Nullable Object> fields) {
		this.behaviorReader.requireKnown("name", name);
		WeightedBehavior weighted = this.behaviorReader.read(name, fields);
		return update((plan) -> plan.withBehavior(weighted.behavior(), weighted.probability()));
	}

	ChaosState removeBehavior(String name) {
		this.behaviorReader.requireKnown("name", name);
		return update((plan) -> plan.withoutBehavior(name));
	}

	ChaosState imposeCondition(String name, Map<String, @Nullable Object> fields) {
		requireKnownCondition(name);
		return state();
	}

	ChaosState liftCondition(String name) {
		requireKnownCondition(name);
		return state();
	}

	ChaosState reset() {
		this.middleware.reset();
		return state();
	}

	private ChaosState update(UnaryOperator<ChaosPlan> change) {
		return this.report.of(this.middleware.update(change));
	}

	private Instant expiry(Duration duration) {
		if (duration.compareTo(LONGEST) > 0) {
			throw new InvalidPlanException("duration", "must be at most " + LONGEST.toDays() + "d");
		}
		return this.middleware.expiresIn(duration);
	}

	private static void requireKnownCondition(String name) {
		if (!CONDITIONS.contains(name)) {
			throw new InvalidPlanException("name", "is not a known condition; known are " + CONDITIONS);
		}
	}

}
