package org.chaosspring.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import org.chaosspring.benchmarks.report.Spread;

/**
 * Tries all modes in turns, in another order each round, so that what slows the machine
 * down slows all of them down, and compares within each round.
 *
 * @param <O> what comes of a trial
 */
final class Rounds<O> {

	private static final Set<Mode> WITHOUT_ONCE = EnumSet.of(Mode.WITHOUT);

	private static final Set<Mode> WITHOUT_TWICE = EnumSet.of(Mode.WITHOUT, Mode.WITHOUT_AGAIN);

	private final Map<Mode, List<O>> outcomes = new EnumMap<>(Mode.class);

	private Rounds() {
	}

	/**
	 * Try all modes.
	 * @param warmUp how many rounds come before those that count
	 * @param rounds how many rounds count
	 */
	static <O> Rounds<O> of(Trial<O> trial, Map<Mode, Client> clients, int warmUp, int rounds)
			throws InterruptedException {
		Rounds<O> tried = new Rounds<>();
		List<Mode> order = new ArrayList<>(clients.keySet());
		for (int round = -warmUp; round < rounds; round++) {
			Collections.shuffle(order);
			for (Mode mode : order) {
				O outcome = trial.run(Objects.requireNonNull(clients.get(mode)));
				if (round >= 0) {
					tried.outcomes.computeIfAbsent(mode, (any) -> new ArrayList<>()).add(outcome);
				}
			}
		}
		return tried;
	}

	/**
	 * Return what a mode came to.
	 */
	Spread median(Mode mode, ToDoubleFunction<? super O> value) {
		return Spread.ofMedian(outcomes(mode).stream().map(value::applyAsDouble).toList());
	}

	/**
	 * Return what a mode came to over the same without the starter: over both of those
	 * that are without it, as one alone would double the noise.
	 */
	Spread overWithout(Mode mode, ToDoubleFunction<? super O> value) {
		List<Double> ratios = new ArrayList<>();
		for (Mode without : (mode == Mode.WITHOUT_AGAIN) ? WITHOUT_ONCE : WITHOUT_TWICE) {
			for (int round = 0; round < rounds(); round++) {
				ratios.add(value.applyAsDouble(outcomes(mode).get(round))
						/ value.applyAsDouble(outcomes(without).get(round)));
			}
		}
		return Spread.ofMedian(ratios, rounds());
	}

	private int rounds() {
		return outcomes(Mode.WITHOUT).size();
	}

	private List<O> outcomes(Mode mode) {
		return this.outcomes.getOrDefault(mode, List.of());
	}

	/**
	 * Something to try.
	 *
	 * @param <O> what comes of it
	 */
	interface Trial<O> {

		O run(Client client) throws InterruptedException;

	}

}
