package org.chaosspring.benchmarks.exact;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the rule of the draw promises for a candidate, worked out over all the sets of
 * behaviors that may come in.
 *
 * @param probabilities how likely each behavior comes in
 */
record Law(List<Double> probabilities) {

	Law {
		probabilities = List.copyOf(probabilities);
	}

	/**
	 * Return how likely a behavior is picked: it has to come in, and each of those that
	 * came in is as likely as the others.
	 */
	double picked(int behavior) {
		return IntStream.range(0, 1 << this.probabilities.size())
			.filter((set) -> isIn(set, behavior))
			.mapToDouble((set) -> comesIn(set) / Integer.bitCount(set))
			.sum();
	}

	/**
	 * Return how likely anything is picked.
	 */
	double picked() {
		return 1 - comesIn(0);
	}

	private double comesIn(int set) {
		return IntStream.range(0, this.probabilities.size())
			.mapToDouble((behavior) -> isIn(set, behavior) ? this.probabilities.get(behavior)
					: 1 - this.probabilities.get(behavior))
			.reduce(1, (one, other) -> one * other);
	}

	private static boolean isIn(int set, int behavior) {
		return (set >> behavior & 1) == 1;
	}

}
