package org.chaosspring.engine;

import java.util.Objects;

/**
 * A behavior and its probability.
 *
 * @param behavior the behavior
 * @param probability the probability that it is considered for a candidate, from 0 to 1
 */
public record WeightedBehavior(Behavior behavior, double probability) {

	/**
	 * Create a weighted behavior.
	 * @throws InvalidPlanException if the probability is out of range
	 */
	public WeightedBehavior {
		Objects.requireNonNull(behavior, "behavior");
		ChaosPlan.requireProbability("probability", probability);
	}

}
