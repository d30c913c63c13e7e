package org.chaosspring.behavior;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.InvalidPlanException;

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
		BehaviorFactory factory = this.factories.get(name);
		if (factory == null) {
			throw new InvalidPlanException(name, "is not a known behavior; known are " + names());
		}
		Parameters given = new Parameters(parameters);
		try {
			Behavior behavior = factory.create(given);
			given.requireAllKnown();
			return behavior;
		}
		catch (InvalidPlanException ex) {
			throw ex.within(name);
		}
	}

}
