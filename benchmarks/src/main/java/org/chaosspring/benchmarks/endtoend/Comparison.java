package org.chaosspring.benchmarks.endtoend;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.chaosspring.benchmarks.report.Bound;
import org.chaosspring.benchmarks.report.Figure;
import org.chaosspring.benchmarks.report.Figures;
import org.jspecify.annotations.Nullable;

/**
 * Compares the modes on one broker.
 */
final class Comparison {

	private static final int WARM_UP_AT_LEISURE = 2;

	private static final int WARM_UP_IN_BURSTS = 5;

	/** How many bursts the listeners are behind. */
	private static final int BACKLOG = 5;

	private final String part;

	private final Figures figures;

	private final Starter starter;

	private int started;

	/**
	 * Create a comparison.
	 * @param part the part of the measurements
	 * @param figures gets what comes of it
	 * @param starter starts applications
	 */
	Comparison(String part, Figures figures, Starter starter) {
		this.part = part;
		this.figures = figures;
		this.starter = starter;
	}

	void atLeisure(Leisure trial, int rounds) throws InterruptedException {
		Rounds<Double> tried = new Rounds<>(trial);
		withApplications((clients) -> tried.run(clients, WARM_UP_AT_LEISURE, rounds));
		writeMedians("heard after, 99th percentile", tried, Double::doubleValue);
	}

	void inBursts(Burst trial, int generations, int rounds) throws InterruptedException {
		Rounds<Burst.Outcome> tried = new Rounds<>(trial);
		for (int i = 0; i < generations; i++) {
			withApplications((clients) -> runInBursts(trial, tried, clients, rounds));
		}
		writeRates("sent", tried, Burst.Outcome::sentPerSecond);
		writeRates("heard", tried, Burst.Outcome::heardPerSecond);
		writeMedians("acknowledged after, 99th percentile", tried, Burst.Outcome::acknowledgedAfter);
	}

	private static void runInBursts(Burst trial, Rounds<Burst.Outcome> tried, Map<Mode, Client> clients, int rounds)
			throws InterruptedException {
		for (Client client : clients.values()) {
			trial.fill(client, BACKLOG);
		}
		tried.run(clients, WARM_UP_IN_BURSTS, rounds);
		for (Map.Entry<Mode, Client> client : clients.entrySet()) {
			trial.drain(client.getValue(), BACKLOG);
			requireMode(client.getKey(), client.getValue());
		}
	}

	private void withApplications(Use use) throws InterruptedException {
		Map<Mode, Client> clients = new EnumMap<>(Mode.class);
		List<Mode> order = Arrays.asList(Mode.values());
		// The broker may treat those who come early differently from those who come late.
		Collections.shuffle(order);
		try {
			for (Mode mode : order) {
				clients.put(mode, this.starter.start(mode, mode.name() + "-" + this.started++));
			}
			use.of(clients);
		}
		finally {
			clients.values().forEach(Client::close);
		}
	}

	private static void requireMode(Mode mode, Client client) {
		if (client.isChaosOn() != mode.isOn()) {
			throw new IllegalStateException("Chaos was switched while it was measured " + mode);
		}
	}

	private <O> void writeRates(String name, Rounds<O> tried, ToDoubleFunction<O> perSecond) {
		this.figures
			.add(new Figure(this.part, name + ", " + Mode.WITHOUT, "1/s", tried.median(Mode.WITHOUT, perSecond), null));
		for (Mode mode : List.of(Mode.WITHOUT_AGAIN, Mode.OFF, Mode.ON_AT_ZERO, Mode.ON_AT_ONE_PERCENT)) {
			this.figures.add(new Figure(this.part, name + ", " + mode + " over without", "",
					tried.overWithout(mode, perSecond), bound(mode)));
		}
	}

	private <O> void writeMedians(String name, Rounds<O> tried, ToDoubleFunction<O> millis) {
		for (Mode mode : Mode.values()) {
			this.figures.add(new Figure(this.part, name + ", " + mode, "ms", tried.median(mode, millis), null));
		}
	}

	private static @Nullable Bound bound(Mode mode) {
		return switch (mode) {
			case OFF -> Bound.atLeast(0.99);
			case ON_AT_ZERO -> Bound.atLeast(0.98);
			default -> null;
		};
	}

	/**
	 * Starts applications.
	 */
	interface Starter {

		/**
		 * Start an application.
		 * @param mode how it is run
		 * @param name a name that no other has on the same broker
		 */
		Client start(Mode mode, String name);

	}

	/**
	 * What is done with an application in each mode.
	 */
	private interface Use {

		void of(Map<Mode, Client> clients) throws InterruptedException;

	}

}
