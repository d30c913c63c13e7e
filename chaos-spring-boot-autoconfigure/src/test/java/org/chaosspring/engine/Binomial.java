package org.chaosspring.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tells chance from a mistake.
 */
public final class Binomial {

	/**
	 * Chance alone goes beyond in one of two million cases.
	 */
	private static final double STANDARD_DEVIATIONS = 5;

	private Binomial() {
	}

	/**
	 * Assert that so many hits may well come from draws of this probability.
	 * @param hits the hits
	 * @param draws the number of draws
	 * @param probability how likely each of them hits
	 */
	public static void assertPlausible(long hits, long draws, double probability) {
		double deviation = Math.sqrt(draws * probability * (1 - probability));
		assertThat((double) hits).as("%d draws of probability %s", draws, probability)
			.isCloseTo(draws * probability, within(STANDARD_DEVIATIONS * deviation));
	}

}
