package org.chaosspring.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

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

	private static final int RESAMPLES = 1_000;

	/**
	 * Return the median of some values and its interval of 95 % confidence, which assumes
	 * nothing of how the values are distributed: with fewer than six of them, it is as
	 * wide as all of them.
	 * @param values the values, at least one
	 * @return the median and its interval
	 */
	public static Spread ofMedian(Collection<Double> values) {
		double[] sorted = sorted(values.stream());
		int outside = new BinomialDistribution(null, sorted.length, 0.5).inverseCumulativeProbability(OUTSIDE);
		int low = Math.max(0, outside - 1);
		return new Spread(quantile(sorted, 0.5), sorted[low], sorted[sorted.length - 1 - low]);
	}

	/**
	 * Return the median of values that were found in groups, which have something in
	 * common, and its interval of 95 % confidence: how far the median varies if as many
	 * groups are drawn from these, again and again, always in the same way. With one
	 * group, the interval is that of its values.
	 * @param groups the groups, each with at least one value
	 * @return the median and its interval
	 */
	public static Spread ofMedianOfGroups(List<? extends Collection<Double>> groups) {
		if (groups.size() == 1) {
			return ofMedian(groups.get(0));
		}
		SplittableRandom random = new SplittableRandom(groups.size());
		double[] medians = new double[RESAMPLES];
		Arrays.setAll(medians, (any) -> median(random.ints(groups.size(), 0, groups.size()).mapToObj(groups::get)));
		return new Spread(median(groups.stream()), quantile(medians, OUTSIDE), quantile(medians, 1 - OUTSIDE));
	}

	private static double median(Stream<? extends Collection<Double>> groups) {
		return quantile(sorted(groups.flatMap(Collection::stream)), 0.5);
	}

	private static double[] sorted(Stream<Double> values) {
		return values.mapToDouble(Double::doubleValue).sorted().toArray();
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
