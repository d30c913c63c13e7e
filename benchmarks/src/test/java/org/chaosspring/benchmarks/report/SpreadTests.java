package org.chaosspring.benchmarks.report;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpreadTests {

	@Test
	void aQuantileLiesBetweenTwoValuesIfNeedBe() {
		double[] values = { 4, 1, 3, 2 };
		assertThat(Spread.quantile(values, 0)).isEqualTo(1);
		assertThat(Spread.quantile(values, 0.5)).isEqualTo(2.5);
		assertThat(Spread.quantile(values, 1)).isEqualTo(4);
		assertThat(values).containsExactly(4, 1, 3, 2);
	}

	@Test
	void theIntervalOfAFewValuesIsAsWideAsAllOfThem() {
		assertThat(Spread.ofMedian(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
		assertThat(Spread.ofMedian(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
	}

	@Test
	void theIntervalOfManyValuesIsThatOfTheTables() {
		List<Double> values = DoubleStream.iterate(1, (value) -> value + 1).limit(20).boxed().toList();
		assertThat(Spread.ofMedian(values)).isEqualTo(new Spread(10.5, 6, 15));
	}

	@Test
	void theIntervalHoldsTheTrueMedianAsOftenAsItSays() {
		SplittableRandom random = new SplittableRandom(42);
		int held = 0;
		for (int i = 0; i < 10_000; i++) {
			Spread spread = Spread.ofMedian(random.doubles(30).boxed().toList());
			if (spread.low() <= 0.5 && 0.5 <= spread.high()) {
				held++;
			}
		}
		assertThat(held).isBetween(9_500, 9_800);
	}

	@Test
	void theMedianOfGroupsIsThatOfAllTheirValues() {
		assertThat(Spread.ofMedianOfGroups(List.of(List.of(1.0, 9.0), List.of(2.0, 3.0, 8.0))).value()).isEqualTo(3);
	}

	@Test
	void theIntervalOfAGroupAloneIsThatOfItsValues() {
		assertThat(Spread.ofMedianOfGroups(List.of(List.of(7.0, 8.0, 9.0)))).isEqualTo(new Spread(8, 7, 9));
	}

	@Test
	void theIntervalOfGroupsHoldsTheTrueMedianThoughEachHasABiasOfItsOwn() {
		SplittableRandom random = new SplittableRandom(42);
		int held = 0;
		for (int i = 0; i < 400; i++) {
			List<List<Double>> groups = random.doubles(30, -1, 1)
				.mapToObj((bias) -> random.doubles(20).map((value) -> value + bias).boxed().toList())
				.toList();
			Spread spread = Spread.ofMedianOfGroups(groups);
			if (spread.low() <= 0.5 && 0.5 <= spread.high()) {
				held++;
			}
		}
		assertThat(held).isBetween(360, 395);
	}

}
