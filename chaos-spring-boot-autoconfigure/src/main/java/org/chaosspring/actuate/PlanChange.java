package org.chaosspring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;

/**
 * A change of some fields of a plan. What is not given stays as it is.
 */
final class PlanChange implements UnaryOperator<ChaosPlan> {

	private static final String ENABLED = "enabled";

	private static final String DRY_RUN = "dryRun";

	private static final String DURATION = "duration";

	private static final String FAILURE_RATE = "failureRate";

	private static final String SEED = "seed";

	private static final String TARGET_GROUPS = "targetGroups";

	private static final String BEHAVIORS = "behaviors";

	private static final String CONDITIONS = "conditions";

	private final Fields fields;

	private final BehaviorReader behaviorReader;

	private final ConditionReader conditionReader;

	private final Function<Duration, Instant> expiry;

	/**
	 * Create a change.
	 * @param given the fields that change
	 * @param behaviorReader makes the behaviors
	 * @param conditionReader makes the conditions
	 * @param expiry tells when something that lasts for a time will end
	 */
	PlanChange(Map<String, @Nullable Object> given, BehaviorReader behaviorReader, ConditionReader conditionReader,
			Function<Duration, Instant> expiry) {
		this.fields = new Fields(given, ENABLED, DRY_RUN, DURATION, FAILURE_RATE, SEED, TARGET_GROUPS, BEHAVIORS,
				CONDITIONS);
		this.behaviorReader = behaviorReader;
		this.conditionReader = conditionReader;
		this.expiry = expiry;
	}

	/**
	 * Create a change after which the plan is a dry run.
	 * @param given the fields that change besides
	 * @param behaviorReader makes the behaviors
	 * @param conditionReader makes the conditions
	 * @param expiry tells when something that lasts for a time will end
	 */
	static PlanChange toDryRun(Map<String, @Nullable Object> given, BehaviorReader behaviorReader,
			ConditionReader conditionReader, Function<Duration, Instant> expiry) {
		new Fields(given, DURATION, FAILURE_RATE, SEED, TARGET_GROUPS, BEHAVIORS, CONDITIONS);
		Map<String, @Nullable Object> fields = new LinkedHashMap<>(given);
		fields.put(ENABLED, true);
		fields.put(DRY_RUN, true);
		return new PlanChange(fields, behaviorReader, conditionReader, expiry);
	}

	@Override
	public ChaosPlan apply(ChaosPlan plan) {
		return conditions(behaviors(targetGroups(seed(failureRate(dryRun(enabled(plan)))))));
	}

	private ChaosPlan dryRun(ChaosPlan plan) {
		Boolean dryRun = this.fields.flag(DRY_RUN);
		if (dryRun == null || (!dryRun && !plan.enabled())) {
			return plan;
		}
		if (!plan.enabled()) {
			throw new InvalidPlanException(DRY_RUN, "needs chaos to be enabled, or enabled to be true");
		}
		return dryRun ? plan.dryRunning(plan.until()) : plan.switchedOn(plan.until());
	}

	private ChaosPlan enabled(ChaosPlan plan) {
		Boolean enabled = this.fields.flag(ENABLED);
		Duration duration = this.fields.duration(DURATION);
		if (duration != null) {
			if (!((enabled != null) ? enabled : plan.enabled())) {
				throw new InvalidPlanException(DURATION, "needs chaos to be enabled, or enabled to be true");
			}
			Instant until = this.expiry.apply(duration);
			return (enabled != null) ? plan.switchedOn(until) : plan.withUntil(until);
		}
		if (enabled != null) {
			return enabled ? plan.switchedOn(null) : plan.switchedOff();
		}
		return plan;
	}

	private ChaosPlan failureRate(ChaosPlan plan) {
		Double rate = this.fields.number(FAILURE_RATE);
		return (rate != null) ? plan.withFailureRate(rate) : plan;
	}

	private ChaosPlan seed(ChaosPlan plan) {
		if (!this.fields.has(SEED)) {
			return plan;
		}
		return plan.withSeed(this.fields.isNull(SEED) ? null : this.fields.wholeNumber(SEED));
	}

	private ChaosPlan targetGroups(ChaosPlan plan) {
		List<String> groups = this.fields.texts(TARGET_GROUPS);
		return (groups != null) ? plan.withTargetGroups(groups) : plan;
	}

	private ChaosPlan behaviors(ChaosPlan plan) {
		return each(BEHAVIORS, this.behaviorReader, plan, (changed, name) -> changed.withoutBehavior(name),
				(changed, read) -> changed.withBehavior(read.behavior(), read.probability()));
	}

	private ChaosPlan conditions(ChaosPlan plan) {
		return each(CONDITIONS, this.conditionReader, plan, (changed, name) -> changed.withoutCondition(name),
				(changed, read) -> changed.withCondition(read));
	}

	private <R> ChaosPlan each(String field, CatalogReader<R> reader, ChaosPlan plan,
			BiFunction<ChaosPlan, String, ChaosPlan> removal, BiFunction<ChaosPlan, R, ChaosPlan> addition) {
		Map<String, @Nullable Object> entries = this.fields.object(field);
		ChaosPlan changed = plan;
		if (entries != null) {
			for (Map.Entry<String, @Nullable Object> entry : entries.entrySet()) {
				String name = entry.getKey();
				R read = read(field + "." + name, reader, name, entry.getValue());
				changed = (read != null) ? addition.apply(changed, read) : removal.apply(changed, name);
			}
		}
		return changed;
	}

	private static <R> @Nullable R read(String field, CatalogReader<R> reader, String name, @Nullable Object value) {
		reader.requireKnown(field, name);
		if (value == null) {
			return null;
		}
		if (!(value instanceof Map)) {
			throw new InvalidPlanException(field, "must be an object, or null to remove it");
		}
		try {
			return reader.read(name, StrictJson.asObject(value));
		}
		catch (InvalidPlanException ex) {
			throw ex.within(field);
		}
	}

}
