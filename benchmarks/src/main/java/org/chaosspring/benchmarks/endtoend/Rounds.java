package org.chaosspring.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import org.chaosspring.benchmarks.endtoend.Trial.Outcome;
import org.chaosspring.benchmarks.report.Bound;
import org.chaosspring.benchmarks.report.Console;
import org.chaosspring.benchmarks.report.Figure;
import org.chaosspring.benchmarks.report.Figures;
import org.chaosspring.benchmarks.report.Spread;
import org.jspecify.annotations.Nullable;

/**
 * Tries all modes in turns, in another order each round, so that what slows the machine
 * down slows all of them down, and compares within each round.
 */
final class Rounds {

	private static final int WARM_UP = 2;

	private final String part;

	private final Trial trial;

	private final Map<Mode, List<Outcome>> outcomes = new EnumMap<>(Mode.class);

	Rounds(String part, Trial trial) {
		this.part = part;
		this.trial = trial;
	}

	void run(Function<Mode, Client> starter, int rounds) throws InterruptedException {
		Map<Mode, Client> clients = new EnumMap<>(Mode.class);
		try {
			List<Mode> order = new ArrayList<>(List.of(Mode.values()));
			order.forEach((mode) -> clients.put(mode, starter.apply(mode)));
			for (int round = -WARM_UP; round < rounds; round++) {
				Collections.shuffle(order);
				for (Mode mode : order) {
					Outcome outcome = this.trial.run(Objects.requireNonNull(clients.get(mode)));
					if (round >= 0) {
						this.outcomes.computeIfAbsent(mode, (any) -> new ArrayList<>()).add(outcome);
					}
				}
			}
			Console.print(this.part + ": " + rounds + " rounds");
		}
		finally {
			clients.values().forEach(Client::close);
		}
	}

	void write(Figures figures) {
		write(figures, "sent", Outcome::sentPerSecond, "acknowledged after, 99th percentile",
				Outcome::acknowledgedAfter);
		write(figures, "heard", Outcome::heardPerSecond, "heard after, 99th percentile", Outcome::heardAfter);
	}

	private void write(Figures figures, String rate, ToDoubleFunction<Outcome> perSecond, String latency,
			ToDoubleFunction<Outcome> millis) {
		write(figures, Mode.WITHOUT, rate, "1/s", perSecond);
		for (Mode mode : List.of(Mode.OFF, Mode.ON_AT_ZERO, Mode.ON_AT_ONE_PERCENT)) {
			List<Double> ratios = new ArrayList<>();
			for (int round = 0; round < outcomes(mode).size(); round++) {
				ratios.add(perSecond.applyAsDouble(outcomes(mode).get(round))
						/ perSecond.applyAsDouble(outcomes(Mode.WITHOUT).get(round)));
			}
			figures.add(new Figure(this.part, rate + ", " + mode + " over without", "", Spread.ofMedian(ratios),
					bound(mode)));
		}
		for (Mode mode : Mode.values()) {
			write(figures, mode, latency, "ms", millis);
		}
	}

	private void write(Figures figures, Mode mode, String name, String unit, ToDoubleFunction<Outcome> value) {
		figures.add(new Figure(this.part, name + ", " + mode, unit,
				Spread.ofMedian(outcomes(mode).stream().map(value::applyAsDouble).toList()), null));
	}

	private List<Outcome> outcomes(Mode mode) {
		return this.outcomes.getOrDefault(mode, List.of());
	}

	private static @Nullable Bound bound(Mode mode) {
		return switch (mode) {
			case OFF -> Bound.atLeast(0.99);
			case ON_AT_ZERO -> Bound.atLeast(0.98);
			default -> null;
		};
	}

}
