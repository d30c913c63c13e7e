package org.chaosspring.engine;

import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * The rule of the draw: with the failure rate a message is a candidate, each behavior is
 * then considered with its own probability, and one of those considered is picked
 * uniformly.
 */
final class Draw {

	private final double failureRate;

	private final WeightedBehavior[] behaviors;

	Draw(ChaosPlan plan) {
		this.failureRate = plan.failureRate();
		this.behaviors = plan.behaviors().values().toArray(new WeightedBehavior[0]);
	}

	boolean isCandidate(double uniform) {
		return uniform < this.failureRate;
	}

	/**
	 * Return how many messages pass before the next candidate, which follows from one
	 * draw what as many draws as messages would say: each of them passes with the same
	 * probability, so that counts are distributed geometrically.
	 * @return the number of messages, at most {@link Long#MAX_VALUE}
	 */
	long passing(double uniform) {
		return (this.failureRate > 0) ? (long) (Math.log1p(-uniform) / Math.log1p(-this.failureRate)) : Long.MAX_VALUE;
	}

	/**
	 * Pick a behavior for a candidate. Counts while it draws, so that the pick is uniform
	 * without a list of those considered.
	 */
	@Nullable Behavior pick(RandomGenerator random) {
		Behavior picked = null;
		int considered = 0;
		for (WeightedBehavior weighted : this.behaviors) {
			if (random.nextDouble() < weighted.probability()) {
				considered++;
				if (considered == 1 || random.nextInt(considered) == 0) {
					picked = weighted.behavior();
				}
			}
		}
		return picked;
	}

}
