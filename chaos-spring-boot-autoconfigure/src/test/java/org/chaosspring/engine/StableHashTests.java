package org.chaosspring.engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StableHashTests {

	@ParameterizedTest
	@CsvSource({ "'', cbf29ce484222325", "a, af63dc4c8601ec8c", "foobar, 85944171f73967e8" })
	void textIsHashedAsFnvDoesAndMixed(String text, String fnv) {
		assertThat(StableHash.of(text)).isEqualTo(StableHash.mix(Long.parseUnsignedLong(fnv, 16)));
	}

	@Test
	void numbersAreMixedAsSplitMixDoes() {
		assertThat(StableHash.mix(0)).isZero();
		assertThat(StableHash.mix(0x9e3779b97f4a7c15L)).isEqualTo(0xe220a8397b1dcdafL);
	}

}
