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

	private static final List<BehaviorFactory> BUILT_IN = List.of(
			BehaviorFactory.of(NetworkDelay.NAME, NetworkDelay::from),
			BehaviorFactory.of(MessageLoss.NAME, MessageLoss::from), BehaviorFactory.of(AckLoss.NAME, AckLoss::from),
			BehaviorFactory.of(Duplication.NAME, Duplication::from),
			BehaviorFactory.of(Corruption.NAME, Corruption::from),
			BehaviorFactory.of(Reordering.NAME, Reordering::from),
			BehaviorFactory.of(ServiceRestart.NAME, ServiceRestart::from),
			BehaviorFactory.of(Failure.NAME, Failure::from));

	private BehaviorCatalog(Collection<BehaviorFactory> factories) {
		super("behavior", factories);
	}

	/**
	 * Return the catalog of the behaviors that come with the library.
	 * @return the catalog
	 */
	public static BehaviorCatalog builtIn() {
		return new BehaviorCatalog(BUILT_IN);
	}

	/**
	 * Return the catalog of the behaviors that come with the library, and some more.
	 * @param own the others
	 * @return the catalog
	 * @throws IllegalArgumentException if two behaviors have the same name
	 */
	public static BehaviorCatalog builtInAnd(Collection<BehaviorFactory> own) {
		List<BehaviorFactory> all = new ArrayList<>(BUILT_IN);
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
