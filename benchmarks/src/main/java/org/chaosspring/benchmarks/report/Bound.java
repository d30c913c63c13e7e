package org.chaosspring.benchmarks.report;

/**
 * What a figure has to keep to.
 *
 * @param atMost whether the limit is the largest value, or the smallest
 * @param limit the limit, itself allowed
 */
public record Bound(boolean atMost, double limit) {

	/**
	 * Return a bound from above.
	 * @param limit the largest value
	 * @return the bound
	 */
	public static Bound atMost(double limit) {
		return new Bound(true, limit);
	}

	/**
	 * Return a bound from below.
	 * @param limit the smallest value
	 * @return the bound
	 */
	public static Bound atLeast(double limit) {
		return new Bound(false, limit);
	}

	boolean isMetBy(double value) {
		return this.atMost ? value <= this.limit : value >= this.limit;
	}

	static Bound parse(String text) {
		return new Bound(text.startsWith("<="), Double.parseDouble(text.substring(2).strip()));
	}

	@Override
	public String toString() {
		return (this.atMost ? "<= " : ">= ") + Figure.number(this.limit);
	}

}
