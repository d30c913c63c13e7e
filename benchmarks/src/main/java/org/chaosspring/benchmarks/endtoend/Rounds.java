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
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.chaosspring.benchmarks.report.Spread;

/**
 * Tries all modes in turns, in another order each round, so that what slows the machine
 * down slows all of them down, and compares within each round. Equal applications differ
 * from each other for as long as they live, so that several generations of them are
 * tried.
 *
 * @param <O> what comes of a trial
 */
final class Rounds<O> {

	private static final Set<Mode> WITHOUT_ONCE = EnumSet.of(Mode.WITHOUT);

	private static final Set<Mode> WITHOUT_TWICE = EnumSet.of(Mode.WITHOUT, Mode.WITHOUT_AGAIN);

	private final Trial<O> trial;

	private final List<Map<Mode, List<O>>> generations = new ArrayList<>();

	Rounds(Trial<O> trial) {
		this.trial = trial;
	}

	/**
	 * Try all modes with another generation of applications.
	 * @param warmUp how many rounds come before those that count
	 * @param rounds how many rounds count
	 */
	void run(Map<Mode, Client> clients, int warmUp, int rounds) throws InterruptedException {
		Map<Mode, List<O>> outcomes = new EnumMap<>(Mode.class);
		List<Mode> order = new ArrayList<>(clients.keySet());
		for (int round = -warmUp; round < rounds; round++) {
			Collections.shuffle(order);
			for (Mode mode : order) {
				O outcome = this.trial.run(Objects.requireNonNull(clients.get(mode)));
				if (round >= 0) {
					outcomes.computeIfAbsent(mode, (any) -> new ArrayList<>()).add(outcome);
				}
			}
		}
		this.generations.add(outcomes);
	}

	/**
	 * Return what a mode came to.
	 */
	Spread median(Mode mode, ToDoubleFunction<? super O> value) {
		return Spread
			.ofMedianOfGroups(this.generations.stream().map((outcomes) -> values(outcomes, mode, value)).toList());
	}

	/**
	 * Return what a mode came to over the same without the starter: over both of those
	 * that are without it, as one alone would add its whole noise.
	 */
	Spread overWithout(Mode mode, ToDoubleFunction<? super O> value) {
		Set<Mode> without = (mode == Mode.WITHOUT_AGAIN) ? WITHOUT_ONCE : WITHOUT_TWICE;
		return Spread.ofMedianOfGroups(this.generations.stream()
			.map((outcomes) -> without.stream()
				.flatMap((one) -> ratios(values(outcomes, mode, value), values(outcomes, one, value)))
				.toList())
			.toList());
	}

	private static Stream<Double> ratios(List<Double> values, List<Double> over) {
		return IntStream.range(0, values.size()).mapToObj((round) -> values.get(round) / over.get(round));
	}

	private static <O> List<Double> values(Map<Mode, List<O>> outcomes, Mode mode, ToDoubleFunction<? super O> value) {
		return outcomes.getOrDefault(mode, List.of()).stream().map(value::applyAsDouble).toList();
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
