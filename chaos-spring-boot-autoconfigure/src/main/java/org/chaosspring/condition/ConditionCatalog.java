package org.chaosspring.condition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.chaosspring.engine.Condition;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.ImposedCondition;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.parameter.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that can be asked for by name. Properties and requests are read by the
 * same catalog, so that they allow the same. Immutable.
 */
public final class ConditionCatalog extends Catalog<Condition> {

	private ConditionCatalog(Collection<? extends ConditionFactory> factories) {
		super("condition", factories);
	}

	/**
	 * Return the catalog of the conditions that come with the library.
	 * @return the catalog
	 */
	public static ConditionCatalog builtIn() {
		return new ConditionCatalog(BuiltInCondition.ALL);
	}

	/**
	 * Return the catalog of the conditions that come with the library, and some more.
	 * @param own the others
	 * @return the catalog
	 * @throws IllegalArgumentException if two conditions have the same name
	 */
	public static ConditionCatalog builtInAnd(Collection<ConditionFactory> own) {
		List<ConditionFactory> all = new ArrayList<>(BuiltInCondition.ALL);
		all.addAll(own);
		return new ConditionCatalog(all);
	}

	/**
	 * Make a condition that hits the messages which the parameters {@code direction} and
	 * {@code groups} tell: both ways and the target groups of the plan, if they are not
	 * given.
	 * @param name the name of the condition
	 * @param parameters values by name; those not given take their defaults
	 * @return the condition and whom it hits
	 * @throws InvalidPlanException if the name or a parameter is unknown, or a value is
	 * not allowed
	 */
	public ImposedCondition createImposed(String name, Map<String, ?> parameters) {
		return create(name, parameters, (given) -> {
			Way way = given.choice("direction", Way.BOTH);
			return new ImposedCondition(make(name, given), way.direction, given.texts("groups"));
		});
	}

	/**
	 * The ways of messages, as they are asked for.
	 */
	private enum Way {

		BOTH(null), PRODUCE(Direction.PRODUCE), CONSUME(Direction.CONSUME);

		private final @Nullable Direction direction;

		Way(@Nullable Direction direction) {
			this.direction = direction;
		}

	}

}
