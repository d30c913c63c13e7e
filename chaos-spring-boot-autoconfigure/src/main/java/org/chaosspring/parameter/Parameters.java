package org.chaosspring.parameter;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;

/**
 * The parameters given for one behavior or condition, read by name and checked. The name
 * {@code max-delay} may be written {@code maxDelay} as well.
 */
public final class Parameters {

	private static final Duration LONGEST = Duration.ofHours(1);

	private final Map<String, Object> given = new LinkedHashMap<>();

	private final Map<String, String> spelling = new LinkedHashMap<>();

	private final Set<String> known = new LinkedHashSet<>();

	/**
	 * Create parameters.
	 * @param given values by name: text, numbers and booleans
	 * @throws InvalidPlanException if one is given twice, with different values
	 */
	public Parameters(Map<String, ?> given) {
		given.forEach((name, value) -> {
			Object before = this.given.putIfAbsent(canonical(name), value);
			if (before != null && !before.equals(value)) {
				throw new InvalidPlanException(name, "is given twice with different values");
			}
			this.spelling.put(canonical(name), name);
		});
	}

	/**
	 * Read a duration of more than nothing and at most an hour.
	 * @param name the name of the parameter
	 * @param defaultValue taken if it is not given
	 * @return the duration
	 * @throws InvalidPlanException if the value is anything else
	 */
	public Duration duration(String name, Duration defaultValue) {
		Object value = take(name);
		if (value == null) {
			return defaultValue;
		}
		Duration duration = Durations.parse(name, value);
		if (duration.compareTo(LONGEST) > 0) {
			throw new InvalidPlanException(name, "must be at most 1h but is " + value);
		}
		return duration;
	}

	/**
	 * Read a duration of more than nothing and at most an hour that may be missing.
	 * @param name the name of the parameter
	 * @return the duration, or {@code null} if it is not given
	 * @throws InvalidPlanException if the value is anything else
	 */
	public @Nullable Duration optionalDuration(String name) {
		return (take(name) != null) ? duration(name, LONGEST) : null;
	}

	/**
	 * Read a list of texts.
	 * @param name the name of the parameter
	 * @return the texts, given as a list or separated by commas; empty if there are none
	 * @throws InvalidPlanException if one of them is blank
	 */
	public Set<String> texts(String name) {
		Object value = take(name);
		if (value == null) {
			return Set.of();
		}
		Stream<String> texts = (value instanceof Collection<?> several) ? several.stream().map(String::valueOf)
				: Arrays.stream(value.toString().split(",", -1));
		Set<String> stripped = texts.map(String::strip).collect(Collectors.toCollection(LinkedHashSet::new));
		if (stripped.contains("")) {
			throw new InvalidPlanException(name, "must hold texts that are not blank");
		}
		return stripped;
	}

	/**
	 * Read a whole number.
	 * @param name the name of the parameter
	 * @param defaultValue taken if it is not given
	 * @param least the smallest number allowed
	 * @param most the largest number allowed
	 * @return the number
	 * @throws InvalidPlanException if the value is anything else
	 */
	public int integer(String name, int defaultValue, int least, int most) {
		Object value = take(name);
		if (value == null) {
			return defaultValue;
		}
		try {
			int number = Integer.parseInt(value.toString());
			if (number >= least && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Answered below, like a number out of range.
		}
		throw new InvalidPlanException(name, "must be a whole number from " + least + " to " + most);
	}

	/**
	 * Read a number.
	 * @param name the name of the parameter
	 * @param defaultValue taken if it is not given
	 * @param least the smallest number allowed
	 * @param most the largest number allowed
	 * @return the number
	 * @throws InvalidPlanException if the value is anything else
	 */
	public double number(String name, double defaultValue, double least, double most) {
		Object value = take(name);
		if (value == null) {
			return defaultValue;
		}
		try {
			double number = Double.parseDouble(value.toString());
			if (number >= least && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Answered below, like a number out of range.
		}
		throw new InvalidPlanException(name,
				"must be a number from " + plain(least) + " to " + plain(most) + " but is " + value);
	}

	/**
	 * Read a switch.
	 * @param name the name of the parameter
	 * @param defaultValue taken if it is not given
	 * @return the value
	 * @throws InvalidPlanException if the value is neither true nor false
	 */
	public boolean flag(String name, boolean defaultValue) {
		Object value = take(name);
		if (value == null) {
			return defaultValue;
		}
		return switch (value.toString()) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new InvalidPlanException(name, "must be true or false");
		};
	}

	/**
	 * Read one of a fixed set of words.
	 * @param <E> the words
	 * @param name the name of the parameter
	 * @param defaultValue taken if it is not given
	 * @return the constant whose label was given
	 * @throws InvalidPlanException if the value is not one of the words
	 */
	public <E extends Enum<E>> E choice(String name, E defaultValue) {
		Object value = take(name);
		if (value == null) {
			return defaultValue;
		}
		E[] constants = defaultValue.getDeclaringClass().getEnumConstants();
		return Arrays.stream(constants)
			.filter((constant) -> label(constant).equals(value.toString()))
			.findFirst()
			.orElseThrow(() -> new InvalidPlanException(name,
					"must be one of " + Arrays.stream(constants).map(Parameters::label).toList()));
	}

	/**
	 * Refuse what was given but never read.
	 * @throws InvalidPlanException if there is such a parameter
	 */
	public void requireAllKnown() {
		this.given.keySet()
			.stream()
			.filter((name) -> this.known.stream().noneMatch((known) -> canonical(known).equals(name)))
			.findFirst()
			.ifPresent((unknown) -> {
				throw new InvalidPlanException(String.valueOf(this.spelling.get(unknown)),
						"is not known; known are " + this.known);
			});
	}

	/**
	 * Return how a constant is written in configuration.
	 * @param constant the constant
	 * @return its name in kebab case
	 */
	public static String label(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private @Nullable Object take(String name) {
		this.known.add(name);
		return this.given.get(canonical(name));
	}

	private static String plain(double number) {
		return new BigDecimal(number).stripTrailingZeros().toPlainString();
	}

	private static String canonical(String name) {
		return name.toLowerCase(Locale.ROOT).replace("-", "");
	}

}
