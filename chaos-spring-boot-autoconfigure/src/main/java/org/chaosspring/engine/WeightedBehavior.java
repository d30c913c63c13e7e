package org.chaosspring.engine;

import java.util.Objects;

/**
 * A behavior and how likely it comes in.
 *
 * @param behavior the behavior
 * @param probability how likely it comes in for a candidate, from 0 to 1
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
