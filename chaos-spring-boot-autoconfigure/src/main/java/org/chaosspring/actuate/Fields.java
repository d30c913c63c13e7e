package org.chaosspring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.parameter.Durations;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, read by name and type. Nothing is converted: text is no
 * number, and {@code null} is nothing at all. What is not given is read as {@code null}.
 */
final class Fields {

	private final Map<String, @Nullable Object> given;

	/**
	 * Create fields.
	 * @param given the values by name
	 * @param known the names that may be given
	 * @throws InvalidPlanException if another one is given
	 */
	Fields(Map<String, @Nullable Object> given, String... known) {
		this.given = given;
		List<String> names = List.of(known);
		given.keySet().stream().filter((name) -> !names.contains(name)).findFirst().ifPresent((unknown) -> {
			throw new InvalidPlanException(unknown, "is not known; known are " + names);
		});
	}

	boolean has(String name) {
		return this.given.containsKey(name);
	}

	boolean isNull(String name) {
		return has(name) && this.given.get(name) == null;
	}

	@Nullable Boolean flag(String name) {
		return read(name, Boolean.class, "must be true or false");
	}

	@Nullable Double number(String name) {
		Number number = read(name, Number.class, "must be a number");
		return (number != null) ? number.doubleValue() : null;
	}

	@Nullable Long wholeNumber(String name) {
		return read(name, Long.class, "must be a whole number of at most 64 bits");
	}

	@Nullable String text(String name) {
		return read(name, String.class, "must be text");
	}

	@Nullable Duration duration(String name) {
		String text = read(name, String.class, "must be a duration as text, such as \"10m\"");
		return (text != null) ? Durations.parse(name, text) : null;
	}

	@Nullable List<String> texts(String name) {
		String expected = "must be an array of text";
		List<?> values = read(name, List.class, expected);
		if (values == null) {
			return null;
		}
		if (!values.stream().allMatch(String.class::isInstance)) {
			throw new InvalidPlanException(name, expected);
		}
		return values.stream().map(String.class::cast).toList();
	}

	@Nullable Map<String, @Nullable Object> object(String name) {
		Object value = read(name, Map.class, "must be an object");
		return (value != null) ? StrictJson.asObject(value) : null;
	}

	private <T> @Nullable T read(String name, Class<T> type, String expected) {
		if (!has(name)) {
			return null;
		}
		Object value = this.given.get(name);
		if (!type.isInstance(value)) {
			throw new InvalidPlanException(name, expected);
		}
		return type.cast(value);
	}

}
