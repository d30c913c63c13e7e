package org.chaosspring.autoconfigure;

import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import org.chaosspring.autoconfigure.ChaosProperties.GroupDirection;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.WeightedBehavior;
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
		return new EngineSettings(this.properties.idHeaders(), this.properties.mark(), InstantSource.system(),
				ThreadLocalRandom::current);
	}

	ChaosPlan plan(BehaviorCatalog catalog) {
		return check("", () -> new ChaosPlan(this.properties.enabled(), this.properties.failureRate(),
				this.properties.seed(), null, Set.copyOf(this.properties.targetGroups()), behaviors(catalog)));
	}

	private Map<String, WeightedBehavior> behaviors(BehaviorCatalog catalog) {
		Map<String, WeightedBehavior> behaviors = new LinkedHashMap<>();
		this.properties.behaviors().forEach((spelled, parameters) -> {
			String name = relaxed(spelled, catalog.names());
			try {
				behaviors.put(name, catalog.createWeighted(name, parameters));
			}
			catch (InvalidPlanException ex) {
				throw ex.within("behaviors");
			}
		});
		return behaviors;
	}

	TargetGroups targetGroups() {
		return new TargetGroups(this.properties.groups()
			.entrySet()
			.stream()
			.map((entry) -> check("groups." + entry.getKey() + ".", () -> group(entry.getKey(), entry.getValue())))
			.toList());
	}

	private static TargetGroup group(String name, ChaosProperties.Group group) {
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

	private static <T> T check(String parent, Supplier<T> conversion) {
		try {
			return conversion.get();
		}
		catch (InvalidPlanException ex) {
			String field = ex.field().contains(".") ? ex.field() : DataObjectPropertyName.toDashedForm(ex.field());
			throw new InvalidChaosPropertyException(ChaosProperties.PREFIX + "." + parent + field, ex);
		}
	}

	/**
	 * Find the name that is meant, as environment variables know no dashes.
	 */
	private static String relaxed(String spelled, Collection<String> names) {
		return names.stream().filter((name) -> uniform(name).equals(uniform(spelled))).findFirst().orElse(spelled);
	}

	private static String uniform(String name) {
		return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

}
