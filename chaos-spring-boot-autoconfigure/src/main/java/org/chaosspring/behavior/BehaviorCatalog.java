package org.chaosspring.behavior;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.WeightedBehavior;
import org.chaosspring.parameter.Catalog;

/**
 * The behaviors that can be asked for by name. Properties and requests are read by the
 * same catalog, so that they allow the same. Immutable.
 */
public final class BehaviorCatalog extends Catalog<Behavior> {

	private BehaviorCatalog(Collection<? extends BehaviorFactory> factories) {
		super("behavior", factories);
	}

	/**
	 * Return the catalog of the behaviors that come with the library.
	 * @return the catalog
	 */
	public static BehaviorCatalog builtIn() {
		return new BehaviorCatalog(BuiltInBehavior.ALL);
	}

	/**
	 * Return the catalog of the behaviors that come with the library, and some more.
	 * @param own the others
	 * @return the catalog
	 * @throws IllegalArgumentException if two behaviors have the same name
	 */
	public static BehaviorCatalog builtInAnd(Collection<BehaviorFactory> own) {
		List<BehaviorFactory> all = new ArrayList<>(BuiltInBehavior.ALL);
		all.addAll(own);
		return new BehaviorCatalog(all);
	}

	/**
	 * Make a behavior that is considered with the parameter {@code probability}, 1 if it
	 * is not given.
	 * @param name the name of the behavior
	 * @param parameters values by name; those not given take their defaults
	 * @return the behavior with its probability
	 * @throws InvalidPlanException if the name or a parameter is unknown, or a value is
	 * not allowed
	 */
	public WeightedBehavior createWeighted(String name, Map<String, ?> parameters) {
		return create(name, parameters, (given) -> {
			double probability = given.number("probability", 1, 0, 1);
			return new WeightedBehavior(make(name, given), probability);
		});
	}

}
