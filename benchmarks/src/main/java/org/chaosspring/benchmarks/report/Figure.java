package org.chaosspring.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was measured.
 *
 * @param part the part of the measurements that it belongs to
 * @param name what was measured
 * @param unit the unit, empty for ratios and counts
 * @param spread the value, and how far it may be off
 * @param bound what it has to keep to, or {@code null} for nothing
 */
public record Figure(String part, String name, String unit, Spread spread, @Nullable Bound bound) {

	/**
	 * Return a figure that is exact.
	 * @param part the part of the measurements that it belongs to
	 * @param name what was measured
	 * @param unit the unit, empty for ratios and counts
	 * @param value the value
	 * @param bound what it has to keep to, or {@code null} for nothing
	 * @return the figure
	 */
	public static Figure exact(String part, String name, String unit, double value, @Nullable Bound bound) {
		return new Figure(part, name, unit, new Spread(value, value, value), bound);
	}

	/**
	 * Return whether the value keeps to its bound, also behind the digits that are shown.
	 */
	boolean isMet() {
		return this.bound == null || this.bound.isMetBy(this.spread.value());
	}

	String toLine() {
		return String.join("\t", this.part, this.name, this.unit, String.valueOf(this.spread.value()),
				String.valueOf(this.spread.low()), String.valueOf(this.spread.high()),
				(this.bound != null) ? this.bound.toString() : "");
	}

	static Figure parse(String line) {
		String[] cells = line.split("\t", -1);
		return new Figure(cells[0], cells[1], cells[2],
				new Spread(Double.parseDouble(cells[3]), Double.parseDouble(cells[4]), Double.parseDouble(cells[5])),
				cells[6].isEmpty() ? null : Bound.parse(cells[6]));
	}

	/**
	 * Return what became of the bound: {@code met}, {@code missed}, or nothing.
	 */
	String verdict() {
		return (this.bound == null) ? "" : isMet() ? "met" : "missed";
	}

	@Override
	public String toString() {
		String kept = (this.bound != null) ? " [" + this.bound + " " + verdict() + "]" : "";
		return this.part + ": " + this.name + ": " + this.spread + " " + this.unit + kept;
	}

	/**
	 * Write a number with four digits, or with all before the point.
	 */
	static String number(double value) {
		BigDecimal exact = BigDecimal.valueOf(value);
		int before = exact.precision() - exact.scale();
		BigDecimal shown = (before >= 4) ? exact.setScale(0, RoundingMode.HALF_UP)
				: (before >= 1) ? exact.round(new MathContext(4)) : exact.setScale(4, RoundingMode.HALF_UP);
		return shown.stripTrailingZeros().toPlainString();
	}

}
