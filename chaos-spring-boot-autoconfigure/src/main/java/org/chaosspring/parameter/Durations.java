package org.chaosspring.parameter;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.chaosspring.engine.InvalidPlanException;

/**
 * Reads durations the way Spring Boot does: {@code 100ms}, {@code 2s}, {@code PT2S}, or a
 * number of milliseconds.
 */
public final class Durations {

	private static final Pattern SIMPLE = Pattern.compile("(\\d{1,18})(ns|us|ms|s|m|h|d|)");

	private static final Map<String, ChronoUnit> UNITS = Map.of("ns", ChronoUnit.NANOS, "us", ChronoUnit.MICROS, "ms",
			ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d",
			ChronoUnit.DAYS, "", ChronoUnit.MILLIS);

	private static final List<Map.Entry<String, ChronoUnit>> WRITTEN_UNITS = Stream.of("h", "m", "s", "ms", "us", "ns")
		.map((symbol) -> Map.entry(symbol, unit(symbol)))
		.toList();

	private Durations() {
	}

	/**
	 * Read a duration of more than nothing.
	 * @param field the name of the field, for the error
	 * @param value text or a number
	 * @return the duration
	 * @throws InvalidPlanException if the value is anything else
	 */
	public static Duration parse(String field, Object value) {
		try {
			String text = value.toString().strip();
			Matcher simple = SIMPLE.matcher(text.toLowerCase(Locale.ROOT));
			Duration duration = simple.matches() ? Duration.of(Long.parseLong(simple.group(1)), unit(simple.group(2)))
					: Duration.parse(text);
			if (!duration.isNegative() && !duration.isZero()) {
				return duration;
			}
		}
		catch (DateTimeParseException | ArithmeticException ex) {
			// Answered below, like a duration out of range.
		}
		throw new InvalidPlanException(field, "must be a duration longer than zero, such as 100ms, 2s or 10m");
	}

	/**
	 * Write a duration as it would be given: a whole number of the largest unit, up to
	 * hours.
	 * @param duration the duration
	 * @return text such as {@code 10m}
	 */
	public static String format(Duration duration) {
		for (Map.Entry<String, ChronoUnit> unit : WRITTEN_UNITS) {
			if (duration.truncatedTo(unit.getValue()).equals(duration)) {
				return duration.dividedBy(unit.getValue().getDuration()) + unit.getKey();
			}
		}
		return duration.toString();
	}

	private static ChronoUnit unit(String symbol) {
		return UNITS.getOrDefault(symbol, ChronoUnit.MILLIS);
	}

}
