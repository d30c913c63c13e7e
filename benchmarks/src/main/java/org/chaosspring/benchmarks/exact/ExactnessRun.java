package org.chaosspring.benchmarks.exact;

import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleFunction;

import org.chaosspring.benchmarks.report.Bound;
import org.chaosspring.benchmarks.report.Figure;
import org.chaosspring.benchmarks.report.Figures;
import org.chaosspring.benchmarks.report.Spread;

/**
 * Draws ten million times for each failure rate and counts: one message after the other,
 * with a seed and without, and many at once.
 */
public final class ExactnessRun {

	private static final String PART = "Exactness";

	private static final int MESSAGES = 10_000_000;

	private static final List<Double> RATES = List.of(0.0001, 0.001, 0.01, 0.1, 0.5, 1.0);

	private static final long SEED = 42;

	/** As many records as a poll brings by default. */
	private static final int POLL = 500;

	private final Figures figures;

	private final String how;

	private final DoubleFunction<Tally> draw;

	private int looked;

	private int inside;

	private ExactnessRun(Figures figures, String how, DoubleFunction<Tally> draw) {
		this.figures = figures;
		this.how = how;
		this.draw = draw;
	}

	/**
	 * Run the measurement.
	 * @param args the file for the figures
	 */
	public static void main(String[] args) {
		Figures figures = new Figures(Path.of(args[0]));
		new ExactnessRun(figures, "without a seed", (rate) -> new Drawing(rate, null).draw(MESSAGES)).run();
		new ExactnessRun(figures, "with seed " + SEED, (rate) -> new Drawing(rate, SEED).draw(MESSAGES)).run();
		new ExactnessRun(figures, "in polls", (rate) -> new Drawing(rate, null).drawAtOnce(MESSAGES, POLL)).run();
	}

	private void run() {
		long exact = RATES.stream().filter((rate) -> isExact(rate, this.draw.apply(rate))).count();
		this.figures.add(PART, "rates within their bands, " + this.how + ", of " + RATES.size(), "", (double) exact,
				Bound.atLeast(RATES.size()));
		this.figures.add(PART, "picks and pairs within their bands, " + this.how + ", of " + this.looked, "",
				this.inside, Bound.atLeast(this.looked));
	}

	private boolean isExact(double rate, Tally tally) {
		lookAtPicks(rate, tally);
		Band band = Band.of(tally.messages(), rate * Drawing.LAW.picked(), 1);
		this.figures.add(new Figure(PART, "hits at rate %s, %s (band)".formatted(rate, this.how), "",
				new Spread(tally.hits(), band.low(), band.high()), null));
		return band.holds(tally.hits());
	}

	private void lookAtPicks(double rate, Tally tally) {
		int behaviors = Drawing.BEHAVIORS.size();
		int counts = RATES.size() * (behaviors + 1 + behaviors * behaviors);
		double hit = Drawing.LAW.picked();
		look(tally.neighborsBothHit(), Band.of(tally.messages() / 2, Math.pow(rate * hit, 2), counts));
		for (int first = 0; first < behaviors; first++) {
			double picked = Drawing.LAW.picked(first);
			look(tally.hits(first), Band.of(tally.messages(), rate * picked, counts));
			for (int second = 0; second < behaviors; second++) {
				look(tally.pairsOfHits(first, second),
						Band.of(tally.pairsOfHits(), picked * Drawing.LAW.picked(second) / hit / hit, counts));
			}
		}
	}

	private void look(long count, Band band) {
		this.looked++;
		if (band.holds(count)) {
			this.inside++;
		}
	}

}
