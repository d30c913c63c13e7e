package org.chaosspring.benchmarks.report;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

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
	void valuesThatComeTwiceDoNotNarrowTheInterval() {
		List<Double> values = DoubleStream.iterate(1, (value) -> value + 1).limit(20).boxed().toList();
		List<Double> twice = Stream.concat(values.stream(), values.stream()).toList();
		assertThat(Spread.ofMedian(twice, values.size())).isEqualTo(Spread.ofMedian(values));
	}

	@Test
	void theIntervalOfDependentValuesHoldsTheTrueMedianAsOftenAsItSays() {
		SplittableRandom random = new SplittableRandom(42);
		int held = 0;
		for (int i = 0; i < 10_000; i++) {
			List<Double> ratios = random.doubles(30)
				.mapToObj((value) -> Stream.of(value / random.nextDouble(), value / random.nextDouble()))
				.flatMap((group) -> group)
				.toList();
			Spread spread = Spread.ofMedian(ratios, 30);
			if (spread.low() <= 1 && 1 <= spread.high()) {
				held++;
			}
		}
		assertThat(held).isGreaterThan(9_500);
	}

}
