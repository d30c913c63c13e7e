package org.chaosspring.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * A value, and how far it may be off.
 *
 * @param value the value
 * @param low the lower end
 * @param high the upper end
 */
public record Spread(double value, double low, double high) {

	private static final double OUTSIDE = 0.025;

	/**
	 * Return the median of some values and its interval of 95 % confidence, which assumes
	 * nothing of how the values are distributed: with fewer than six of them, it is as
	 * wide as all of them.
	 * @param values the values, at least one
	 * @return the median and its interval
	 */
	public static Spread ofMedian(Collection<Double> values) {
		return ofMedian(values, values.size());
	}

	/**
	 * Return the median of values that were found in groups, and an interval that holds
	 * it in at least 95 %, whatever the values of one group have to do with each other.
	 * @param values the values, at least one
	 * @param groups the number of groups, which are equally large and independent of each
	 * other
	 * @return the median and its interval
	 */
	public static Spread ofMedian(Collection<Double> values, int groups) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		int outside = new BinomialDistribution(null, groups, 0.5).inverseCumulativeProbability(OUTSIDE);
		int low = Math.max(0, outside - 1) * (sorted.length / groups);
		return new Spread(quantile(sorted, 0.5), sorted[low], sorted[sorted.length - 1 - low]);
	}

	/**
	 * Return a quantile.
	 * @param values the values, in any order, at least one
	 * @param share the share of values below it, from 0 to 1
	 * @return the quantile, between two values if need be
	 */
	public static double quantile(double[] values, double share) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		double place = share * (sorted.length - 1);
		int below = (int) Math.floor(place);
		int above = (int) Math.ceil(place);
		return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
	}

	@Override
	public String toString() {
		return (this.low == this.high) ? Figure.number(this.value) : "%s (%s to %s)"
			.formatted(Figure.number(this.value), Figure.number(this.low), Figure.number(this.high));
	}

}
