package org.chaosspring.actuate;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.parameter.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a catalog makes from a request. The catalog checks the values, as it does
 * for properties; a request also has to name each parameter once, in camel case or as in
 * the properties, and to give it the type that it has.
 *
 * @param <R> what is read
 */
abstract class CatalogReader<R> {

	private static final Pattern DASH_AND_LETTER = Pattern.compile("-(.)");

	private final Catalog<?> catalog;

	CatalogReader(Catalog<?> catalog) {
		this.catalog = catalog;
	}

	/**
	 * Refuse a name that is not in the catalog.
	 * @param field the name of the field that holds the name
	 * @param name the name
	 */
	void requireKnown(String field, String name) {
		this.catalog.requireKnown(field, name);
	}

	/**
	 * Read one.
	 * @param name a known name
	 * @param given its parameters
	 * @return what was read
	 * @throws InvalidPlanException if one of them is wrong; its field is as given
	 */
	R read(String name, Map<String, @Nullable Object> given) {
		given.forEach(CatalogReader::requireValue);
		requireTypes(given);
		R created = createAsGiven(name, given);
		requireParameters(parameters(created), given);
		return created;
	}

	/**
	 * Refuse types that the catalog would take, and JSON does not.
	 */
	abstract void requireTypes(Map<String, @Nullable Object> given);

	/**
	 * Have the catalog make it.
	 */
	abstract R create(String name, Map<String, @Nullable Object> given);

	/**
	 * Describe what was made.
	 * @return all its parameters by name in kebab case
	 */
	abstract Map<String, Object> parameters(R created);

	private static void requireValue(String field, @Nullable Object value) {
		boolean texts = value instanceof Collection<?> several && several.stream().allMatch(String.class::isInstance);
		if (!(value instanceof String || value instanceof Number || value instanceof Boolean || texts)) {
			throw new InvalidPlanException(field, "must be text, a number, true or false");
		}
	}

	private R createAsGiven(String name, Map<String, @Nullable Object> given) {
		try {
			return create(name, given);
		}
		catch (InvalidPlanException ex) {
			String field = ex.field().startsWith(name + ".") ? ex.field().substring(name.length() + 1) : ex.field();
			String asGiven = given.containsKey(field) ? field : camelCase(field);
			InvalidPlanException relative = new InvalidPlanException(asGiven, ex.getMessage());
			relative.initCause(ex);
			throw relative;
		}
	}

	private static void requireParameters(Map<String, Object> parameters, Map<String, @Nullable Object> given) {
		Set<String> seen = new HashSet<>();
		given.forEach((field, value) -> {
			String name = parameter(field, parameters.keySet());
			if (!seen.add(name)) {
				throw new InvalidPlanException(field, "must not be given twice");
			}
			requireType(field, value, parameters.get(name));
		});
	}

	private static String parameter(String field, Set<String> parameters) {
		return parameters.stream()
			.filter((name) -> name.equals(field) || camelCase(name).equals(field))
			.findFirst()
			.orElseThrow(() -> {
				SortedSet<String> known = new TreeSet<>();
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
		if (example instanceof Collection && !(value instanceof Collection || value instanceof String)) {
			throw new InvalidPlanException(field, "must be an array of text");
		}
		if (value instanceof Collection && !(example instanceof Collection)) {
			throw new InvalidPlanException(field, "must be text, a number, true or false");
		}
	}

	static String camelCase(String name) {
		return DASH_AND_LETTER.matcher(name).replaceAll((letter) -> letter.group(1).toUpperCase(Locale.ROOT));
	}

}
