package org.chaosspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.chaosspring.autoconfigure.ChaosProperties.GroupDirection;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.ImposedCondition;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.WeightedBehavior;
import org.chaosspring.parameter.Catalog;
import org.chaosspring.safety.PlanLimits;
import org.chaosspring.target.TargetGroup;
import org.chaosspring.target.TargetGroups;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Makes of the properties what the engine takes, and translates its complaints into the
 * names of properties.
 */
final class ChaosPropertiesMapper {

	private final ChaosProperties properties;

	ChaosPropertiesMapper(ChaosProperties properties) {
		this.properties = properties;
	}

	EngineSettings settings() {
		return inWordsOfProperties(() -> {
			requireEach("id-headers", this.properties.getIdHeaders(), ChaosPropertiesMapper::requireHeader);
			return new EngineSettings(this.properties.getIdHeaders(), this.properties.isMark(),
					EngineSettings.DEFAULT.clock(), EngineSettings.DEFAULT.random(), this.properties.getTimeScale());
		});
	}

	private static void requireHeader(String field, String header) {
		if (header.isBlank()) {
			throw new InvalidPlanException(field, "must be the name of a header");
		}
	}

	/**
	 * Return the configured plan.
	 * @param behaviors asked for if there are any
	 * @param conditions likewise
	 * @param limits what the plan keeps to
	 */
	ChaosPlan plan(Supplier<BehaviorCatalog> behaviors, Supplier<ConditionCatalog> conditions, PlanLimits limits) {
		return inWordsOfProperties(() -> {
			requireEach("target-groups", this.properties.getTargetGroups(), ChaosPlan::requireGroupName);
			ChaosPlan plan = new ChaosPlan(this.properties.isEnabled(), this.properties.getFailureRate(),
					this.properties.getSeed(), null, distinct(this.properties.getTargetGroups()), behaviors(behaviors),
					conditions(conditions), this.properties.isEnabled() && this.properties.isDryRun());
			limits.check(plan);
			return plan;
		});
	}

	private Map<String, WeightedBehavior> behaviors(Supplier<BehaviorCatalog> catalog) {
		if (this.properties.getBehaviors().isEmpty()) {
			return Map.of();
		}
		BehaviorCatalog known = catalog.get();
		return named("behaviors", this.properties.getBehaviors(), known, known::createWeighted);
	}

	private Map<String, ImposedCondition> conditions(Supplier<ConditionCatalog> catalog) {
		if (this.properties.getConditions().isEmpty()) {
			return Map.of();
		}
		ConditionCatalog known = catalog.get();
		return named("conditions", this.properties.getConditions(), known, known::createImposed);
	}

	TargetGroups targetGroups() {
		return inWordsOfProperties(() -> within("groups", () -> {
			List<TargetGroup> groups = new ArrayList<>();
			for (Map.Entry<String, ChaosProperties.Group> group : RelaxedNames
				.withoutRepetitions(this.properties.getGroups())
				.entrySet()) {
				groups.add(targetGroup(group.getKey(), group.getValue()));
			}
			return new TargetGroups(groups);
		}));
	}

	@Nullable Duration backlogInterval() {
		Duration interval = this.properties.getBacklogInterval();
		return inWordsOfProperties(() -> {
			if (interval != null && (interval.isNegative() || interval.isZero())) {
				throw new InvalidPlanException("backlogInterval", "must be longer than zero but is " + interval);
			}
			return interval;
		});
	}

	private static <R> Map<String, R> named(String field, Map<String, Map<String, String>> properties,
			Catalog<?> catalog, BiFunction<String, Map<String, String>, R> creation) {
		return within(field, () -> {
			Map<String, R> created = new LinkedHashMap<>();
			properties.forEach((spelled, parameters) -> {
				String name = RelaxedNames.find(spelled, catalog.names());
				created.put(name, creation.apply(name, parameters));
			});
			return created;
		});
	}

	private static TargetGroup targetGroup(String name, ChaosProperties.Group group) {
		Map<String, Set<String>> headers = new LinkedHashMap<>();
		group.headers().forEach((header, values) -> headers.put(header, distinct(values)));
		return new TargetGroup(name, group.broker(), direction(group.direction()), group.destinations(),
				distinct(group.points()), distinct(group.keys()), headers);
	}

	private static @Nullable Direction direction(@Nullable GroupDirection direction) {
		if (direction == null) {
			return null;
		}
		return switch (direction) {
			case PRODUCE -> Direction.PRODUCE;
			case CONSUME -> Direction.CONSUME;
		};
	}

	private static Set<String> distinct(List<String> values) {
		return new LinkedHashSet<>(values);
	}

	/**
	 * Check the entries of a list.
	 * @param requirement refuses an entry, given the name of its field and itself
	 */
	static void requireEach(String list, List<String> values, BiConsumer<String, String> requirement) {
		for (int i = 0; i < values.size(); i++) {
			try {
				requirement.accept(list, values.get(i));
			}
			catch (InvalidPlanException ex) {
				throw new InvalidPlanException(list + "[" + i + "]", ex.getMessage());
			}
		}
	}

	static <T> T within(String parent, Supplier<T> conversion) {
		try {
			return conversion.get();
		}
		catch (InvalidPlanException ex) {
			throw ex.within(parent);
		}
	}

	static <T extends @Nullable Object> T inWordsOfProperties(Supplier<T> conversion) {
		try {
			return conversion.get();
		}
		catch (InvalidPlanException ex) {
			// Below the first level there are names that users chose.
			String field = ex.field().contains(".") ? ex.field() : DataObjectPropertyName.toDashedForm(ex.field());
			throw new InvalidChaosPropertyException(ChaosProperties.PREFIX + "." + field, ex);
		}
	}

}
