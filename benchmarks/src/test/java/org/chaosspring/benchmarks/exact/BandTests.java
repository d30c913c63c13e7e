package org.chaosspring.benchmarks.exact;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BandTests {

	@Test
	void theBandOfManyTrialsIsThatOfTheNormalDistribution() {
		Band band = Band.of(1_000_000, 0.5, 1);
		assertThat(band.low()).isBetween(498_350L, 498_360L);
		assertThat(band.high()).isBetween(501_640L, 501_650L);
	}

	@Test
	void whatIsCertainHasNoWidth() {
		assertThat(Band.of(1_000, 1, 1)).isEqualTo(new Band(1_000, 1_000));
		assertThat(Band.of(1_000, 0, 1)).isEqualTo(new Band(0, 0));
	}

	@Test
	void aBandForManyCountsIsWider() {
		assertThat(Band.of(1_000_000, 0.5, 100).high()).isGreaterThan(Band.of(1_000_000, 0.5, 1).high());
	}

}
