package org.chaosspring.benchmarks.report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FigureTests {

	@ParameterizedTest
	@CsvSource({ "0.98765, 0.9877", "0.000012, 0", "12.345, 12.35", "1.03049, 1.03", "1.0305, 1.031",
			"1234567.8, 1234568", "0, 0", "200, 200" })
	void aNumberIsShownWithFourDigitsAndBelowOneWithFourDecimals(double value, String shown) {
		assertThat(Figure.number(value)).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource({ "200, met", "199.998, met", "200.001, missed" })
	void aBoundFromAboveIsMetToTheLastDigit(double value, String verdict) {
		assertThat(Figure.exact("part", "name", "B", value, Bound.atMost(200)).verdict()).isEqualTo(verdict);
	}

	@ParameterizedTest
	@CsvSource({ "1, met", "0.99, met", "0.98999, missed" })
	void aBoundFromBelowIsMetToTheLastDigit(double value, String verdict) {
		assertThat(Figure.exact("part", "name", "", value, Bound.atLeast(0.99)).verdict()).isEqualTo(verdict);
	}

	@Test
	void aFigureIsReadAsItWasWritten() {
		Figure bounded = new Figure("part", "name", "ms", new Spread(2, 1, 3), Bound.atLeast(0.5));
		Figure free = new Figure("part", "name", "", new Spread(2, 1, 3), null);
		assertThat(Figure.parse(bounded.toLine())).isEqualTo(bounded);
		assertThat(Figure.parse(free.toLine())).isEqualTo(free);
	}

}
