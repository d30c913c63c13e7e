package org.chaosspring.engine;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * The conditions of a plan while it is in force, those that cut off before all others,
 * then by name.
 */
final class ArmedConditions {

	static final ArmedConditions NONE = new ArmedConditions(List.of());

	private final List<Armed> conditions;

	private ArmedConditions(List<Armed> conditions) {
		this.conditions = conditions;
	}

	/**
	 * Arm the conditions of the next plan. Those that are imposed as before go on as they
	 * are, others begin.
	 */
	ArmedConditions followedBy(ChaosPlan next, Targeting targeting, InstantSource clock) {
		if (next.conditions().isEmpty()) {
			return NONE;
		}
		return new ArmedConditions(next.conditions().values().stream().map((imposed) -> {
			Set<String> groups = imposed.groups().isEmpty() ? next.targetGroups() : imposed.groups();
			return new Armed(imposed, course(imposed, clock), targeting.select(groups));
		})
			.sorted(Comparator.comparing((Armed armed) -> !armed.imposed.condition().cutsOff())
				.thenComparing(Armed::name))
			.toList());
	}

	private Condition.Course course(ImposedCondition imposed, InstantSource clock) {
		return this.conditions.stream()
			.filter((known) -> known.imposed.equals(imposed))
			.map(Armed::course)
			.findFirst()
			.orElseGet(() -> imposed.condition().begin(clock));
	}

	boolean isEmpty() {
		return this.conditions.isEmpty();
	}

	/**
	 * Return what the first condition with an effect does to a message.
	 * @param random gives a source of chance for the condition of a name
	 */
	<M> @Nullable Verdict find(InjectionPoint point, MessageAccess<M> access, M message,
			Function<String, RandomGenerator> random) {
		for (Armed armed : this.conditions) {
			String group = armed.imposed.means(point) ? armed.selector.match(point, access, message) : null;
			if (group != null) {
				Effect effect = armed.course.effect(MessageView.of(access, message), random.apply(armed.name()));
				if (effect != null) {
					return new Verdict(armed.name(), group, effect);
				}
			}
		}
		return null;
	}

	/**
	 * Return these conditions without those that do not cut off.
	 */
	ArmedConditions cuttingOff() {
		return isEmpty() ? NONE : new ArmedConditions(
				this.conditions.stream().filter((armed) -> armed.imposed.condition().cutsOff()).toList());
	}

	private record Armed(ImposedCondition imposed, Condition.Course course, Targeting.Selector selector) {

		String name() {
			return this.imposed.condition().name();
		}

	}

}
