package org.chaosspring.actuate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.chaosspring.Fuzz;
import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StrictJson} against a library that is made as strict.
 */
class StrictJsonFuzzTests {

	private static final List<String> PIECES = List.of("{", "}", "[", "]", ":", ",", "\"a\"", "\"b\"", "\"\\u0061\"",
			"0", "-1", "1.5e3", "true", "null", " ", "\"", "\\", "é", "\u0000");

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	@Test
	void itReadsAndRefusesWhatTheOtherReadsAndRefuses() {
		Fuzz.run(3_000, (fuzz) -> {
			String json = ChaosApplication.json(HostileRequest.change(fuzz));
			int at = json.offsetByCodePoints(0, fuzz.number(json.codePointCount(0, json.length())));
			String text = fuzz.chance(30) ? json : json.substring(0, at) + fuzz.oneOf(PIECES) + json.substring(at);
			assertThat(comparable(read(text))).as(text).isEqualTo(comparable(readByTheOther(text)));
		});
	}

	private static @Nullable Map<String, @Nullable Object> read(String text) {
		try {
			return StrictJson.readObject(text);
		}
		catch (InvalidPlanException ex) {
			return null;
		}
	}

	private static @Nullable Map<String, @Nullable Object> readByTheOther(String text) {
		try {
			return JSON.readValue(text, new TypeReference<>() {
			});
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Make numbers the same that mean the same.
	 */
	private static @Nullable Object comparable(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<Object, @Nullable Object> comparable = new HashMap<>();
			map.forEach((name, inner) -> comparable.put(name, comparable(inner)));
			return comparable;
		}
		if (value instanceof List<?> list) {
			return Arrays.asList(list.stream().map(StrictJsonFuzzTests::comparable).toArray());
		}
		return (value instanceof Number number) ? (Object) number.doubleValue() : value;
	}

}
