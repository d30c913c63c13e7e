package org.chaosspring.parameter;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

import org.chaosspring.engine.InvalidPlanException;

/**
 * The names that can be asked for, and what is made then. Immutable.
 *
 * @param <T> what is made
 */
public abstract class Catalog<T> {

	private final String kind;

	private final SortedMap<String, Factory<? extends T>> factories = new TreeMap<>();

	/**
	 * Create a catalog.
	 * @param kind what its entries are called
	 * @param factories make the entries
	 * @throws IllegalArgumentException if two factories have the same name
	 */
	protected Catalog(String kind, Collection<? extends Factory<? extends T>> factories) {
		this.kind = kind;
		for (Factory<? extends T> factory : factories) {
			if (this.factories.putIfAbsent(factory.name(), factory) != null) {
				throw new IllegalArgumentException("There are two " + kind + "s named '" + factory.name() + "'");
			}
		}
	}

	/**
	 * Return the names that can be asked for.
	 * @return the names, sorted
	 */
	public final SortedSet<String> names() {
		return Collections.unmodifiableSortedSet((SortedSet<String>) this.factories.keySet());
	}

	/**
	 * Refuse a name that is not there.
	 * @param field the name of the field that holds the name
	 * @param name the name
	 * @throws InvalidPlanException if the name is unknown
	 */
	public final void requireKnown(String field, String name) {
		if (!this.factories.containsKey(name)) {
			throw new InvalidPlanException(field, "is not a known " + this.kind + "; known are " + names());
		}
	}

	/**
	 * Make one.
	 * @param name its name
	 * @param parameters values by name; those not given take their defaults
	 * @return what was made
	 * @throws InvalidPlanException if the name or a parameter is unknown, or a value is
	 * not allowed
	 */
	public final T create(String name, Map<String, ?> parameters) {
		return create(name, parameters, (given) -> make(name, given));
	}

	/**
	 * Make one together with something that is read from the same parameters.
	 * @param <R> what is made of both
	 * @param name the name
	 * @param parameters values by name; those not given take their defaults
	 * @param reader reads the parameters and calls {@link #make}
	 * @return what the reader made
	 * @throws InvalidPlanException if the name or a parameter is unknown, or a value is
	 * not allowed
	 */
	protected final <R> R create(String name, Map<String, ?> parameters, Function<Parameters, R> reader) {
		requireKnown(name, name);
		try {
			Parameters given = new Parameters(parameters);
			R read = reader.apply(given);
			given.requireAllKnown();
			return read;
		}
		catch (InvalidPlanException ex) {
			throw ex.within(name);
		}
	}

	/**
	 * Make one of parameters that are being read.
	 * @param name a known name
	 * @param given the parameters
	 * @return what was made
	 */
	protected final T make(String name, Parameters given) {
		Factory<? extends T> factory = this.factories.get(name);
		if (factory == null) {
			throw new IllegalArgumentException("There is no " + this.kind + " named '" + name + "'");
		}
		return factory.create(given);
	}

}
