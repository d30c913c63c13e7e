package org.chaosspring.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShuffleTests {

	private static final int DRAWS = 100_000;

	private final SplittableRandom random = new SplittableRandom(42);

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 5 })
	void everyOtherOrderIsAsLikelyAsAnyOther(int size) {
		List<Integer> elements = IntStream.range(0, size).boxed().toList();
		Map<List<Integer>, Integer> orders = new HashMap<>();
		for (int i = 0; i < DRAWS; i++) {
			orders.merge(Shuffle.reorder(elements, this.random), 1, Integer::sum);
		}
		int others = IntStream.rangeClosed(2, size).reduce(1, (product, factor) -> product * factor) - 1;
		assertThat(orders).hasSize(others).doesNotContainKey(elements);
		assertThat(orders.keySet())
			.allSatisfy((order) -> assertThat(order).containsExactlyInAnyOrderElementsOf(elements));
		orders.values().forEach((count) -> Binomial.assertPlausible(count, DRAWS, 1.0 / others));
	}

	@Test
	void manyElementsNeverStayAsTheyAre() {
		List<Integer> elements = IntStream.range(0, 500).boxed().toList();
		assertThat(Shuffle.reorder(elements, this.random)).containsExactlyInAnyOrderElementsOf(elements)
			.isNotEqualTo(elements);
	}

	@Test
	void aSingleElementStaysWhereItIs() {
		assertThat(Shuffle.reorder(List.of("a"), this.random)).containsExactly("a");
		assertThat(Shuffle.reorder(List.of(), this.random)).isEmpty();
	}

	@Test
	void equalElementsDoNotKeepItBusyForever() {
		assertThat(Shuffle.reorder(List.of("a", "a", "a"), this.random)).containsExactly("a", "a", "a");
	}

	@Test
	void theGivenListIsLeftAsItIs() {
		List<String> elements = new ArrayList<>(List.of("a", "b", "c"));
		assertThat(Shuffle.reorder(elements, this.random)).hasSize(3);
		assertThat(elements).containsExactly("a", "b", "c");
	}

	@Test
	void aSeedRepeatsTheOrder() {
		List<Integer> elements = IntStream.range(0, 100).boxed().toList();
		List<Integer> order = Shuffle.reorder(elements, new SplittableRandom(1));
		assertThat(Shuffle.reorder(elements, new SplittableRandom(1))).isEqualTo(order);
		assertThat(Shuffle.reorder(elements, new SplittableRandom(2))).isNotEqualTo(order);
	}

}
