package org.chaosspring.benchmarks.exact;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LawTests {

	@Test
	void aSingleBehaviorIsPickedWheneverItComesIn() {
		assertThat(new Law(List.of(0.3)).picked(0)).isCloseTo(0.3, within(1e-12));
	}

	@Test
	void behaviorsThatAlwaysComeInArePickedUniformly() {
		Law law = new Law(List.of(1.0, 1.0, 1.0, 1.0));
		assertThat(law.picked(2)).isCloseTo(0.25, within(1e-12));
		assertThat(law.picked()).isEqualTo(1);
	}

	@Test
	void behaviorsShareWhatIsHit() {
		Law law = new Law(List.of(0.5, 0.2, 1.0));
		assertThat(law.picked(0)).isCloseTo(0.5 * (0.8 / 2 + 0.2 / 3), within(1e-12));
		assertThat(law.picked(0) + law.picked(1) + law.picked(2)).isCloseTo(law.picked(), within(1e-12));
	}

}
