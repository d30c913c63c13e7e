package org.chaosspring.behavior;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.WeightedBehavior;

/**
 * The behaviors that can be asked for by name.
 */
public final class BehaviorCatalog {

	private static final Map<String, BehaviorFactory> BUILT_IN = Map.of(NetworkDelay.NAME, NetworkDelay::from,
			MessageLoss.NAME, MessageLoss::from, Duplication.NAME, Duplication::from, Corruption.NAME, Corruption::from,
			Reordering.NAME, Reordering::from, ServiceRestart.NAME, ServiceRestart::from);

	private final SortedMap<String, BehaviorFactory> factories;

	private BehaviorCatalog(Map<String, BehaviorFactory> factories) {
		this.factories = new TreeMap<>(factories);
	}

	/**
	 * Return the catalog of the behaviors that come with the library.
	 * @return the catalog
	 */
	public static BehaviorCatalog builtIn() {
		return new BehaviorCatalog(BUILT_IN);
	}

	/**
	 * Return the names that can be asked for.
	 * @return the names, sorted
	 */
	public SortedSet<String> names() {
		return Collections.unmodifiableSortedSet((SortedSet<String>) this.factories.keySet());
	}

	/**
	 * Make a behavior.
	 * @param name its name
	 * @param parameters values by name; those not given take their defaults
	 * @return the behavior
	 * @throws InvalidPlanException if the name or a parameter is unknown, or a value is
	 * not allowed
	 */
	public Behavior create(String name, Map<String, ?> parameters) {
		return read(name, parameters, factory(name)::create);
	}

	/**
	 * Make a behavior that comes in with the parameter {@code probability}, 1 if it is
	 * not given.
	 * @param name the name of the behavior
	 * @param parameters values by name; those not given take their defaults
	 * @return the behavior with its probability
	 * @throws InvalidPlanException if the name or a parameter is unknown, or a value is
	 * not allowed
	 */
	public WeightedBehavior createWeighted(String name, Map<String, ?> parameters) {
		BehaviorFactory factory = factory(name);
		return read(name, parameters, (given) -> {
			double probability = given.number("probability", 1, 0, 1);
			return new WeightedBehavior(factory.create(given), probability);
		});
	}

	private BehaviorFactory factory(String name) {
		BehaviorFactory factory = this.factories.get(name);
		if (factory == null) {
			throw new InvalidPlanException(name, "is not a known behavior; known are " + names());
		}
		return factory;
	}

	private static <T> T read(String name, Map<String, ?> parameters, Function<Parameters, T> reader) {
		try {
			Parameters given = new Parameters(parameters);
			T read = reader.apply(given);
			given.requireAllKnown();
			return read;
		}
		catch (InvalidPlanException ex) {
			throw ex.within(name);
		}
	}

}
