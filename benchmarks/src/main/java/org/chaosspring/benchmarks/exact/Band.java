package org.chaosspring.benchmarks.exact;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Where a count has to lie.
 *
 * @param low the smallest count
 * @param high the largest count
 */
record Band(long low, long high) {

	private static final double OUTSIDE = 0.001;

	/**
	 * Return the band in which 99.9 % of all counts lie, or, of several counts together,
	 * 99.9 % of the times all.
	 * @param trials how many times it was tried
	 * @param probability how likely each trial counts
	 * @param counts how many counts are looked at together
	 */
	static Band of(long trials, double probability, int counts) {
		BinomialDistribution distribution = new BinomialDistribution(null, Math.toIntExact(trials),
				Math.min(1, probability));
		double outside = OUTSIDE / counts / 2;
		return new Band(distribution.inverseCumulativeProbability(outside),
				distribution.inverseCumulativeProbability(1 - outside));
	}

	boolean holds(long count) {
		return this.low <= count && count <= this.high;
	}

}
