package org.chaosspring.parameter;

import java.time.Duration;
import java.util.stream.Stream;

import org.chaosspring.engine.InvalidPlanException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class DurationsTests {

	@ParameterizedTest
	@MethodSource
	void aDurationIsReadAsSpringBootDoes(Object value, Duration expected) {
		assertThat(Durations.parse("delay", value)).isEqualTo(expected);
	}

	static Stream<Arguments> aDurationIsReadAsSpringBootDoes() {
		return Stream.of(arguments("5ns", Duration.ofNanos(5)), arguments("500us", Duration.ofNanos(500_000)),
				arguments("100ms", Duration.ofMillis(100)), arguments("2s", Duration.ofSeconds(2)),
				arguments("10m", Duration.ofMinutes(10)), arguments("3h", Duration.ofHours(3)),
				arguments("7d", Duration.ofDays(7)), arguments("2S", Duration.ofSeconds(2)),
				arguments(" 2s ", Duration.ofSeconds(2)), arguments("007", Duration.ofMillis(7)),
				arguments("100", Duration.ofMillis(100)), arguments(100, Duration.ofMillis(100)),
				arguments(100L, Duration.ofMillis(100)), arguments("PT2S", Duration.ofSeconds(2)),
				arguments("pt1.5s", Duration.ofMillis(1_500)), arguments("P1DT1H", Duration.ofHours(25)),
				arguments(Duration.ofNanos(1), Duration.ofNanos(1)),
				arguments("999999999999999999ns", Duration.ofNanos(999_999_999_999_999_999L)));
	}

	@ParameterizedTest
	@MethodSource
	void anythingElseIsRefused(Object value) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> Durations.parse("delay", value))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("delay"))
			.withMessage("must be a duration longer than zero, such as 100ms, 2s or 10m");
	}

	static Stream<Object> anythingElseIsRefused() {
		return Stream.of("", " ", "soon", "0", 0, "0s", "PT0S", "-1", -1, "-1s", "PT-1S", Duration.ofNanos(-1), "1.5s",
				1.5, "1 s", "1s1s", "1w", "s", "+1s", true, "9999999999999999999", "106751991167301d",
				"PT9223372036854775808S", "\u0661s", "2s\u0000", "1e3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1ns", "1001us", "100ms", "90s", "10m", "25h", "0h" })
	void aDurationIsWrittenInTheLargestUnitThatFits(String text) {
		assertThat(Durations.format(text.equals("0h") ? Duration.ZERO : Durations.parse("delay", text)))
			.isEqualTo(text);
	}

}
