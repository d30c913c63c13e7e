package org.chaosspring.benchmarks.exact;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TallyTests {

	@Test
	void hitsAreCountedByBehavior() {
		Tally tally = tally(0, Tally.NOTHING, 1, 1);
		assertThat(tally.messages()).isEqualTo(4);
		assertThat(tally.hits()).isEqualTo(3);
		assertThat(tally.hits(1)).isEqualTo(2);
	}

	@Test
	void neighborsAreCountedInPairsThatDoNotOverlap() {
		assertThat(tally(0, 0, 0, 0).neighborsBothHit()).isEqualTo(2);
		assertThat(tally(Tally.NOTHING, 0, 0, Tally.NOTHING).neighborsBothHit()).isZero();
	}

	@Test
	void pairsOfHitsAreCountedWhateverLiesBetween() {
		Tally tally = tally(0, Tally.NOTHING, 1, 1, 0, 1);
		assertThat(tally.pairsOfHits()).isEqualTo(2);
		assertThat(tally.pairsOfHits(0, 1)).isEqualTo(1);
		assertThat(tally.pairsOfHits(1, 0)).isEqualTo(1);
	}

	private static Tally tally(int... met) {
		Tally tally = new Tally(2);
		IntStream.of(met).forEach(tally::add);
		return tally;
	}

}
