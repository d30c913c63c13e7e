package org.chaosspring.actuate;

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.WeightedBehavior;
import org.jspecify.annotations.Nullable;

/**
 * Makes behaviors from requests. The catalog checks the values, as it does for
 * properties; a request also has to name each parameter once, in camel case or as in the
 * properties, and to give it the type that it has.
 */
final class BehaviorReader {

	static final String PROBABILITY = "probability";

	private static final Pattern DASH_AND_LETTER = Pattern.compile("-(.)");

	private final BehaviorCatalog catalog;

	BehaviorReader(BehaviorCatalog catalog) {
		this.catalog = catalog;
	}

	/**
	 * Refuse a name that no behavior has.
	 * @param field the name of the field that holds the name
	 * @param name the name
	 */
	void requireKnown(String field, String name) {
		if (!this.catalog.names().contains(name)) {
			throw new InvalidPlanException(field, "is not a known behavior; known are " + this.catalog.names());
		}
	}

	/**
	 * Make a behavior.
	 * @param name the name of a known behavior
	 * @param given its probability and its parameters
	 * @return the behavior
	 * @throws InvalidPlanException if one of them is wrong; its field is as given
	 */
	WeightedBehavior read(String name, Map<String, @Nullable Object> given) {
		given.forEach(BehaviorReader::requireScalar);
		requireNumber(given);
		WeightedBehavior weighted = create(name, given);
		requireParameters(weighted.behavior(), given);
		return weighted;
	}

	private static void requireScalar(String field, @Nullable Object value) {
		if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
			throw new InvalidPlanException(field, "must be text, a number, true or false");
		}
	}

	private static void requireNumber(Map<String, @Nullable Object> given) {
		if (given.containsKey(PROBABILITY) && !(given.get(PROBABILITY) instanceof Number)) {
			throw new InvalidPlanException(PROBABILITY, "must be a number from 0 to 1");
		}
	}

	private WeightedBehavior create(String name, Map<String, @Nullable Object> given) {
		try {
			return this.catalog.createWeighted(name, given);
		}
		catch (InvalidPlanException ex) {
			String field = ex.field().startsWith(name + ".") ? ex.field().substring(name.length() + 1) : ex.field();
			String asGiven = given.containsKey(field) ? field : camelCase(field);
			InvalidPlanException relative = new InvalidPlanException(asGiven, ex.getMessage());
			relative.initCause(ex);
			throw relative;
		}
	}

	private static void requireParameters(Behavior behavior, Map<String, @Nullable Object> given) {
		Map<String, Object> parameters = behavior.parameters();
		Set<String> seen = new HashSet<>();
		given.forEach((field, value) -> {
			if (!field.equals(PROBABILITY)) {
				String name = parameter(field, parameters.keySet());
				if (!seen.add(name)) {
					throw new InvalidPlanException(field, "must not be given twice");
				}
				requireType(field, value, parameters.get(name));
			}
		});
	}

	private static String parameter(String field, Set<String> parameters) {
		return parameters.stream()
			.filter((name) -> name.equals(field) || camelCase(name).equals(field))
			.findFirst()
			.orElseThrow(() -> {
				SortedSet<String> known = new TreeSet<>(Set.of(PROBABILITY));
				parameters.forEach((name) -> known.add(camelCase(name)));
				return new InvalidPlanException(field, "is not known; known are " + known);
			});
	}

	private static void requireType(String field, @Nullable Object value, @Nullable Object example) {
		if (example instanceof Boolean && !(value instanceof Boolean)) {
			throw new InvalidPlanException(field, "must be true or false, not text");
		}
		if (example instanceof Number && !(value instanceof Number)) {
			throw new InvalidPlanException(field, "must be a number, not text");
		}
		if (example instanceof Duration && !(value instanceof String)) {
			throw new InvalidPlanException(field, "must be a duration as text, such as \"100ms\"");
		}
	}

	static String camelCase(String name) {
		return DASH_AND_LETTER.matcher(name).replaceAll((letter) -> letter.group(1).toUpperCase(Locale.ROOT));
	}

}
