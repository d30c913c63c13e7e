package org.chaosspring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Halt;
import org.chaosspring.engine.PlanInForce;
import org.chaosspring.parameter.Durations;
import org.chaosspring.safety.Halts;
import org.chaosspring.target.TargetGroup;
import org.chaosspring.target.TargetGroups;
import org.jspecify.annotations.Nullable;

/**
 * Describes a plan, and what became of it, as a {@link ChaosState}.
 */
final class StateReport {

	private final ConfigurableChaosMiddleware middleware;

	private final BehaviorCatalog behaviors;

	private final ConditionCatalog conditions;

	private final BehaviorReader behaviorReader;

	private final ConditionReader conditionReader;

	private final TargetGroups groups;

	private final InjectionCounts counts;

	private final ForecastCounts forecast;

	private final Halts halts;

	StateReport(ConfigurableChaosMiddleware middleware, BehaviorCatalog behaviors, ConditionCatalog conditions,
			BehaviorReader behaviorReader, ConditionReader conditionReader, TargetGroups groups, InjectionCounts counts,
			ForecastCounts forecast, Halts halts) {
		this.middleware = middleware;
		this.behaviors = behaviors;
		this.conditions = conditions;
		this.behaviorReader = behaviorReader;
		this.conditionReader = conditionReader;
		this.groups = groups;
		this.counts = counts;
		this.forecast = forecast;
		this.halts = halts;
	}

	ChaosState of(PlanInForce inForce) {
		ChaosPlan plan = inForce.plan();
		return new ChaosState(inForce.version(), plan.enabled(), plan.dryRun(), text(inForce.since()),
				text(plan.until()), plan.failureRate(), plan.seed(), plan.targetGroups(), groups(),
				described(plan.behaviors(), this.behaviorReader), this.behaviors.names(),
				described(plan.conditions(), this.conditionReader), this.conditions.names(), this.counts.snapshot(),
				this.forecast.snapshot(), this.middleware.held(), lastHalt());
	}

	private ChaosState.@Nullable Halt lastHalt() {
		Halt halt = this.halts.last();
		return (halt != null)
				? new ChaosState.Halt(halt.time().toString(), halt.cause(), halt.reason(), this.halts.isAcknowledged())
				: null;
	}

	private Map<String, ChaosState.Group> groups() {
		SortedMap<String, ChaosState.Group> described = new TreeMap<>();
		this.groups.configured().forEach((group) -> described.put(group.name(), group(group)));
		return described;
	}

	private static ChaosState.Group group(TargetGroup group) {
		return new ChaosState.Group(group.broker(), (group.direction() != null) ? group.direction().label() : null,
				group.destinations(), group.points().stream().sorted().toList(), group.keys().size(),
				group.headers().keySet().stream().sorted().toList());
	}

	private static <R> Map<String, Map<String, Object>> described(Map<String, R> entries, CatalogReader<R> reader) {
		Map<String, Map<String, Object>> described = new LinkedHashMap<>();
		entries.forEach((name, entry) -> described.put(name, described(reader.parameters(entry))));
		return described;
	}

	private static Map<String, Object> described(Map<String, Object> parameters) {
		Map<String, Object> described = new LinkedHashMap<>();
		parameters.forEach((name, value) -> described.put(CatalogReader.camelCase(name), value(value)));
		return described;
	}

	private static Object value(Object value) {
		return (value instanceof Duration duration) ? Durations.format(duration) : value;
	}

	private static @Nullable String text(@Nullable Instant instant) {
		return (instant != null) ? instant.toString() : null;
	}

}
