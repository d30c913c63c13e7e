package org.chaosspring.observe;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ImposedCondition;
import org.chaosspring.engine.WeightedBehavior;

/**
 * What differs between two plans, by name. What only one of them has is missing in the
 * other; durations and times are text.
 *
 * @param from what was
 * @param to what is
 */
record PlanDifference(SortedMap<String, Object> from, SortedMap<String, Object> to) {

	static PlanDifference between(ChaosPlan from, ChaosPlan to) {
		SortedMap<String, Object> before = describe(from);
		SortedMap<String, Object> after = describe(to);
		SortedMap<String, Object> unchanged = new TreeMap<>(before);
		unchanged.entrySet().removeIf((entry) -> !Objects.equals(entry.getValue(), after.get(entry.getKey())));
		before.keySet().removeAll(unchanged.keySet());
		after.keySet().removeAll(unchanged.keySet());
		return new PlanDifference(before, after);
	}

	private static SortedMap<String, Object> describe(ChaosPlan plan) {
		SortedMap<String, Object> described = new TreeMap<>();
		described.put("enabled", plan.enabled());
		described.put("dryRun", plan.dryRun());
		described.put("failureRate", plan.failureRate());
		described.put("targetGroups", plan.targetGroups());
		if (plan.seed() != null) {
			described.put("seed", plan.seed());
		}
		if (plan.until() != null) {
			described.put("until", plan.until().toString());
		}
		plan.behaviors().forEach((name, behavior) -> described.put("behaviors." + name, describe(behavior)));
		plan.conditions().forEach((name, condition) -> described.put("conditions." + name, describe(condition)));
		return described;
	}

	private static SortedMap<String, Object> describe(WeightedBehavior weighted) {
		SortedMap<String, Object> described = plain(weighted.behavior().parameters());
		described.put("probability", weighted.probability());
		return described;
	}

	private static SortedMap<String, Object> describe(ImposedCondition imposed) {
		SortedMap<String, Object> described = plain(imposed.condition().parameters());
		described.put("groups", imposed.groups());
		if (imposed.direction() != null) {
			described.put("direction", imposed.direction().label());
		}
		return described;
	}

	private static SortedMap<String, Object> plain(Map<String, Object> parameters) {
		SortedMap<String, Object> plain = new TreeMap<>();
		parameters.forEach((name, value) -> plain.put(name,
				(value instanceof Number || value instanceof Boolean) ? value : value.toString()));
		return plain;
	}

}
