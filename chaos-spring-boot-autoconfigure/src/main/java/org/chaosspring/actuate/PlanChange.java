package org.chaosspring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.WeightedBehavior;
import org.jspecify.annotations.Nullable;

/**
 * A change of some fields of a plan. What is not given stays as it is.
 */
final class PlanChange implements UnaryOperator<ChaosPlan> {

	private static final String ENABLED = "enabled";

	private static final String DURATION = "duration";

	private static final String FAILURE_RATE = "failureRate";

	private static final String SEED = "seed";

	private static final String TARGET_GROUPS = "targetGroups";

	private static final String BEHAVIORS = "behaviors";

	private final Fields fields;

	private final BehaviorReader behaviorReader;

	private final Function<Duration, Instant> expiry;

	/**
	 * Create a change.
	 * @param given the fields that change
	 * @param behaviorReader makes the behaviors
	 * @param expiry tells when something that lasts for a time will end
	 */
	PlanChange(Map<String, @Nullable Object> given, BehaviorReader behaviorReader, Function<Duration, Instant> expiry) {
		this.fields = new Fields(given, ENABLED, DURATION, FAILURE_RATE, SEED, TARGET_GROUPS, BEHAVIORS);
		this.behaviorReader = behaviorReader;
		this.expiry = expiry;
	}

	@Override
	public ChaosPlan apply(ChaosPlan plan) {
		return behaviors(targetGroups(seed(failureRate(enabled(plan)))));
	}

	private ChaosPlan enabled(ChaosPlan plan) {
		Boolean enabled = this.fields.flag(ENABLED);
		Duration duration = this.fields.duration(DURATION);
		if (duration != null) {
			if (!((enabled != null) ? enabled : plan.enabled())) {
				throw new InvalidPlanException(DURATION, "needs chaos to be enabled, or enabled to be true");
			}
			return plan.switchedOn(this.expiry.apply(duration));
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
		Map<String, @Nullable Object> behaviors = this.fields.object(BEHAVIORS);
		ChaosPlan changed = plan;
		if (behaviors != null) {
			for (Map.Entry<String, @Nullable Object> behavior : behaviors.entrySet()) {
				changed = behavior(changed, behavior.getKey(), behavior.getValue());
			}
		}
		return changed;
	}

	private ChaosPlan behavior(ChaosPlan plan, String name, @Nullable Object value) {
		String field = BEHAVIORS + "." + name;
		this.behaviorReader.requireKnown(field, name);
		if (value == null) {
			return plan.withoutBehavior(name);
		}
		if (!(value instanceof Map)) {
			throw new InvalidPlanException(field, "must be an object, or null to remove the behavior");
		}
		try {
			WeightedBehavior weighted = this.behaviorReader.read(name, StrictJson.asObject(value));
			return plan.withBehavior(weighted.behavior(), weighted.probability());
		}
		catch (InvalidPlanException ex) {
			throw ex.within(field);
		}
	}

}
