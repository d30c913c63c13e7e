package org.chaosspring.parameter;

import java.time.Duration;
import java.util.Map;

import org.chaosspring.engine.InvalidPlanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class ParametersTests {

	@Test
	void whatIsNotGivenTakesItsDefault() {
		Parameters none = new Parameters(Map.of());
		assertThat(none.duration("time", Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
		assertThat(none.integer("count", 7, 1, 3)).isEqualTo(7);
		assertThat(none.number("rate", 7, 0, 1)).isEqualTo(7);
		assertThat(none.flag("flag", true)).isTrue();
		assertThat(none.choice("mode", Mode.EMPTY)).isEqualTo(Mode.EMPTY);
		assertThatNoException().isThrownBy(none::requireAllKnown);
	}

	@Test
	void textAndTypedValuesMeanTheSame() {
		Parameters text = new Parameters(
				Map.of("time", "2000", "count", "2", "rate", "0.5", "flag", "true", "mode", "bit-flip"));
		Parameters typed = new Parameters(
				Map.of("time", Duration.ofSeconds(2), "count", 2L, "rate", 0.5f, "flag", true, "mode", "bit-flip"));
		for (Parameters given : new Parameters[] { text, typed }) {
			assertThat(given.duration("time", Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(2));
			assertThat(given.integer("count", 1, 1, 3)).isEqualTo(2);
			assertThat(given.number("rate", 1, 0, 1)).isEqualTo(0.5);
			assertThat(given.flag("flag", false)).isTrue();
			assertThat(given.choice("mode", Mode.EMPTY)).isEqualTo(Mode.BIT_FLIP);
			assertThatNoException().isThrownBy(given::requireAllKnown);
		}
	}

	@Test
	void theLimitsAreAllowed() {
		Parameters given = new Parameters(Map.of("least", 1, "most", 3, "zero", 0, "one", "1", "hour", "1h"));
		assertThat(given.integer("least", 2, 1, 3)).isEqualTo(1);
		assertThat(given.integer("most", 2, 1, 3)).isEqualTo(3);
		assertThat(given.number("zero", 0.5, 0, 1)).isZero();
		assertThat(given.number("one", 0.5, 0, 1)).isEqualTo(1);
		assertThat(given.duration("hour", Duration.ofDays(1))).isEqualTo(Duration.ofHours(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "4", "-2", "2.0", "2147483648", "two", "", " 2", "0x2" })
	void aNumberThatIsNotWholeOrOutOfRangeIsRefused(String value) {
		Parameters given = new Parameters(Map.of("count", value));
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> given.integer("count", 1, 1, 3))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("count"))
			.withMessage("must be a whole number from 1 to 3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.4", "2.6", "-1", "NaN", "Infinity", "-Infinity", "half", "", "1,5" })
	void aNumberThatIsNoneOrOutOfRangeIsRefused(String value) {
		Parameters given = new Parameters(Map.of("rate", value));
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> given.number("rate", 1, 0.5, 2.5))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("rate"))
			.withMessage("must be a number from 0.5 to 2.5 but is " + value);
	}

	@Test
	void aNameMayBeWrittenInCamelCase() {
		Parameters given = new Parameters(Map.of("maxHold", "2s", "MAX-COUNT", 2));
		assertThat(given.duration("max-hold", Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(2));
		assertThat(given.integer("max-count", 1, 1, 3)).isEqualTo(2);
		assertThatNoException().isThrownBy(given::requireAllKnown);
	}

	@Test
	void whatWasGivenButNeverReadIsRefusedAsItWasSpelled() {
		Parameters given = new Parameters(Map.of("Max_Hold", "2s", "count", 2));
		assertThat(given.integer("count", 1, 1, 3)).isEqualTo(2);
		assertThat(given.duration("max-hold", Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(given::requireAllKnown)
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("Max_Hold"))
			.withMessage("is not known; known are [count, max-hold]");
	}

	private enum Mode {

		EMPTY, BIT_FLIP

	}

}
