package org.chaosspring.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ChaosRefusedException;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.ImposedCondition;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.WeightedBehavior;
import org.chaosspring.safety.Halts;
import org.chaosspring.target.TargetGroups;
import org.jspecify.annotations.Nullable;

/**
 * What operators can do, however they reach the application. A change is checked whole
 * and made at once or not at all, and answers with the resulting state. A wrong one is
 * refused with an {@link InvalidPlanException}, one that must not be made now with a
 * {@link ChaosRefusedException}.
 */
public final class ChaosOperations {

	private final ConfigurableChaosMiddleware middleware;

	private final BehaviorReader behaviorReader;

	private final ConditionReader conditionReader;

	private final Halts halts;

	private final StateReport report;

	/**
	 * Create operations.
	 * @param middleware what is steered
	 * @param behaviors the behaviors that can be asked for
	 * @param conditions the conditions that can be asked for
	 * @param groups the configured groups
	 * @param counts counts what the middleware does
	 * @param forecast counts what dry runs would have hit
	 * @param halts knows why chaos stopped by itself
	 */
	public ChaosOperations(ConfigurableChaosMiddleware middleware, BehaviorCatalog behaviors,
			ConditionCatalog conditions, TargetGroups groups, InjectionCounts counts, ForecastCounts forecast,
			Halts halts) {
		this.middleware = middleware;
		this.behaviorReader = new BehaviorReader(behaviors);
		this.conditionReader = new ConditionReader(conditions);
		this.report = new StateReport(middleware, behaviors, conditions, this.behaviorReader, this.conditionReader,
				groups, counts, forecast, halts);
		this.halts = halts;
	}

	ChaosState state() {
		return this.report.of(this.middleware.plan());
	}

	ChaosState change(Map<String, @Nullable Object> fields) {
		return update(new PlanChange(fields, this.behaviorReader, this.conditionReader, this.middleware::expiresIn));
	}

	ChaosState forecast(Map<String, @Nullable Object> fields) {
		return update(
				PlanChange.toDryRun(fields, this.behaviorReader, this.conditionReader, this.middleware::expiresIn));
	}

	ChaosState enable(@Nullable Duration duration) {
		return update((plan) -> plan.switchedOn((duration != null) ? this.middleware.expiresIn(duration) : null));
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
		this.conditionReader.requireKnown("name", name);
		ImposedCondition imposed = this.conditionReader.read(name, fields);
		return update((plan) -> plan.withCondition(imposed));
	}

	ChaosState liftCondition(String name) {
		this.conditionReader.requireKnown("name", name);
		return update((plan) -> plan.withoutCondition(name));
	}

	ChaosState acknowledge() {
		this.halts.acknowledge();
		return state();
	}

	ChaosState reset() {
		this.middleware.reset();
		return state();
	}

	private ChaosState update(UnaryOperator<ChaosPlan> change) {
		return this.report.of(this.middleware.update(change));
	}

}
