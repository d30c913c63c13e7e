package org.chaosspring.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.chaosspring.engine.InvalidPlanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link StrictJson}.
 */
class StrictJsonTests {

	@Test
	void everyKindOfValueIsRead() {
		assertThat(StrictJson.readObject("""
				 {"text" : "a", "whole": 1, "number": 1.5, "yes": true, "no":false, "nothing":null,
				\t"array": [1, "b", [], {}], "object": {"inner": {"deep": 2}}, "empty": {}, "": 0}\r
				""")).containsExactly(entry("text", "a"), entry("whole", 1L), entry("number", 1.5), entry("yes", true),
				entry("no", false), entry("nothing", null), entry("array", List.of(1L, "b", List.of(), Map.of())),
				entry("object", Map.of("inner", Map.of("deep", 2L))), entry("empty", Map.of()), entry("", 0L));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "-0, 0", "12, 12", "-12, -12", "9223372036854775807, 9223372036854775807",
			"-9223372036854775808, -9223372036854775808" })
	void wholeNumbersThatFitAreLong(String text, long number) {
		assertThat(value(text)).isEqualTo(number);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.5", "1.0", "1e2", "1E+2", "1.5e-3", "-0.0", "9223372036854775808", "1e400" })
	void otherNumbersAreDouble(String text) {
		assertThat(value(text)).isEqualTo(Double.valueOf(text));
	}

	@Test
	void escapedCharactersAreRead() {
		assertThat(value("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"")).isEqualTo("\"\\/\b\f\n\r\té😀");
	}

	@Test
	void charactersOutsideOfAsciiAreRead() {
		assertThat(value("\"é😀\u007f\u2028\"")).isEqualTo("é😀\u007f\u2028");
	}

	@Test
	void arraysHoldNulls() {
		assertThat(value("[null,1]")).isEqualTo(Arrays.asList(null, 1L));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "+1", "01", "-", "1.", ".5", "1e", "1e+", "0x1", "NaN", "Infinity", "-Infinity", "nul",
			"True", "nullx", "'a'", "\"a", "\"\n\"", "\"\t\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"\\ud800\"",
			"\"\\udc00\\ud800\"", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1}", "{", "{]", "{\"a\"}", "{\"a\":}",
			"{\"a\":1,}", "{,\"a\":1}", "{a:1}", "{\"a\":1 \"b\":2}", "{1:1}", "{null:1}", "//\n1", "1,1", "\ufeff1" })
	void whatIsNoJsonIsRefused(String text) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> value(text))
			.withMessageStartingWith("must be JSON, with ")
			.extracting(InvalidPlanException::field)
			.isEqualTo("body");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "\"a\"", "true", "null", "[]", "[{}]" })
	void whatIsNoObjectIsRefused(String text) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> StrictJson.readObject(text))
			.withMessage("must be a JSON object");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"a":1,"a":1}                   | a
			{"a":1,"\\u0061":2}              | a
			{"a":{"b":[{"c":1,"c":2}]}}     | a.b.c
			{"a":{"b":1},"c":{"b":1,"b":2}} | c.b
			""")
	void aNameGivenTwiceIsRefused(String text, String field) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> StrictJson.readObject(text))
			.withMessage("must not be given twice")
			.extracting(InvalidPlanException::field)
			.isEqualTo(field);
	}

	@Test
	void sixteenLevelsAreReadAndSeventeenAreRefused() {
		assertThat(value("[".repeat(15) + "]".repeat(15))).isInstanceOf(List.class);
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> value("[".repeat(16) + "]".repeat(16)))
			.withMessage("must not be nested deeper than 16 levels");
	}

	private static Object value(String text) {
		return StrictJson.readObject("{\"value\":" + text + "}").get("value");
	}

}
