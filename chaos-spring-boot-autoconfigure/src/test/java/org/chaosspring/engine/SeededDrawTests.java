package org.chaosspring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class SeededDrawTests {

	private static final int MESSAGES = 10_000;

	private static final double FAILURE_RATE = 0.3;

	private static final InjectionPoint PRODUCER = new InjectionPoint("kafka", Direction.PRODUCE, "template");

	private static final InjectionPoint CONSUMER = new InjectionPoint("kafka", Direction.CONSUME, "listener");

	@ParameterizedTest
	@EnumSource
	void theSameSeedGivesTheSameFaultsWhateverTheOrderOfThreads(Naming naming) throws Exception {
		Map<String, String> alone = faults(42, PRODUCER, naming, 1);
		Binomial.assertPlausible(alone.size(), MESSAGES, FAILURE_RATE * 0.75);
		assertThat(faults(42, PRODUCER, naming, 8)).isEqualTo(alone);
		assertThat(faults(42, PRODUCER, naming, 8)).isEqualTo(alone);
	}

	@ParameterizedTest
	@EnumSource
	void anotherSeedGivesOtherFaults(Naming naming) throws Exception {
		assertUnrelated(faults(42, PRODUCER, naming, 1), faults(43, PRODUCER, naming, 1));
	}

	@ParameterizedTest
	@EnumSource
	void theTwoDirectionsMeetOtherFaults(Naming naming) throws Exception {
		assertUnrelated(faults(42, PRODUCER, naming, 1), faults(42, CONSUMER, naming, 1));
	}

	@Test
	void messagesOfTheSameIdMeetTheSameFault() throws Exception {
		try (ConfigurableChaosMiddleware chaos = middleware(42)) {
			Letter letter = firstHit(chaos, Naming.ID_HEADER);
			for (int i = 0; i < 100; i++) {
				assertThat(chaos.injector().decide(PRODUCER, Letter.ACCESS, letter)).isNotNull();
			}
		}
	}

	@Test
	void messagesOfTheSameKeyAreDrawnEachForItself() throws Exception {
		try (ConfigurableChaosMiddleware chaos = middleware(42)) {
			Letter letter = Letter.to("mailbox").withKey("always the same");
			int hits = 0;
			for (int i = 0; i < MESSAGES; i++) {
				hits += (chaos.injector().decide(PRODUCER, Letter.ACCESS, letter) != null) ? 1 : 0;
			}
			Binomial.assertPlausible(hits, MESSAGES, FAILURE_RATE * 0.75);
		}
	}

	@Test
	void countingStartsAgainWhenChaosIsSwitchedOn() throws Exception {
		Map<String, String> faults = new TreeMap<>();
		try (ConfigurableChaosMiddleware chaos = middleware(42)) {
			collectInto(faults, chaos);
			send(chaos, PRODUCER, Naming.HUNDRED_KEYS, 1);
			Map<String, String> first = Map.copyOf(faults);
			faults.clear();
			chaos.disable();
			chaos.enable();
			send(chaos, PRODUCER, Naming.HUNDRED_KEYS, 1);
			assertThat(faults).isEqualTo(first).isNotEmpty();
		}
	}

	@Test
	void pointsOfTheApplicationsOwnAreDrawnByTheirNumber() {
		assertThat(hitsOfTheApplication(42)).isEqualTo(hitsOfTheApplication(42)).isNotEqualTo(hitsOfTheApplication(43));
		Binomial.assertPlausible(hitsOfTheApplication(42).size(), MESSAGES, FAILURE_RATE);
	}

	@Test
	void withoutASeedEveryRunIsAnother() throws Exception {
		List<Integer> one = unseededHits();
		Binomial.assertPlausible(one.size(), MESSAGES, FAILURE_RATE * 0.75);
		assertThat(unseededHits()).isNotEqualTo(one);
	}

	private static void assertUnrelated(Map<String, String> faults, Map<String, String> others) {
		Set<String> common = new HashSet<>(faults.keySet());
		common.retainAll(others.keySet());
		Binomial.assertPlausible(common.size(), MESSAGES, Math.pow(FAILURE_RATE * 0.75, 2));
		assertThat(common).noneMatch((identity) -> faults.get(identity).equals(others.get(identity)));
	}

	private static Map<String, String> faults(long seed, InjectionPoint point, Naming naming, int threads)
			throws Exception {
		Map<String, String> faults = new TreeMap<>();
		try (ConfigurableChaosMiddleware chaos = middleware(seed)) {
			collectInto(faults, chaos);
			send(chaos, point, naming, threads);
		}
		return faults;
	}

	/**
	 * Switch on with two behaviors, so that three quarters of the candidates meet a
	 * fault.
	 */
	private static ConfigurableChaosMiddleware middleware(long seed) {
		ChaosPlan plan = ChaosPlan.DEFAULT.withSeed(seed)
			.withFailureRate(FAILURE_RATE)
			.withBehavior(new Late("late"), 0.5)
			.withBehavior(new Late("later"), 0.5)
			.switchedOn(null);
		return new ConfigurableChaosMiddleware(plan, new ByName(), EngineSettings.DEFAULT);
	}

	private static void collectInto(Map<String, String> faults, ConfigurableChaosMiddleware chaos) {
		chaos.addListener((event) -> {
			if (event instanceof ChaosEvent.FaultInjected fault) {
				synchronized (faults) {
					String before = faults.put(fault.identity(),
							fault.behavior() + " " + fault.faultId() + " " + fault.effect());
					assertThat(before).isNull();
				}
			}
		});
	}

	private static void send(ConfigurableChaosMiddleware chaos, InjectionPoint point, Naming naming, int threads)
			throws Exception {
		AtomicInteger next = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<?>> senders = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				senders.add(executor.submit(() -> {
					for (int number = next.getAndIncrement(); number < MESSAGES; number = next.getAndIncrement()) {
						Letter letter = naming.letter(number);
						Injection injection = chaos.injector().decide(point, Letter.ACCESS, letter);
						if (injection != null) {
							injection.carryOut(Postman.RELIABLE, letter);
						}
					}
				}));
			}
			for (Future<?> sender : senders) {
				sender.get();
			}
		}
		finally {
			executor.shutdown();
		}
	}

	private static Letter firstHit(ConfigurableChaosMiddleware chaos, Naming naming) {
		for (int i = 0; i < MESSAGES; i++) {
			Letter letter = naming.letter(i);
			if (chaos.injector().decide(PRODUCER, Letter.ACCESS, letter) != null) {
				return letter;
			}
		}
		throw new AssertionError("No message is hit");
	}

	private static List<Integer> hitsOfTheApplication(long seed) {
		List<Integer> hits = new ArrayList<>();
		try (ConfigurableChaosMiddleware chaos = middleware(seed)) {
			for (int i = 0; i < MESSAGES; i++) {
				if (chaos.shouldInjectChaos("checkout")) {
					hits.add(i);
				}
			}
		}
		return hits;
	}

	private static List<Integer> unseededHits() {
		List<Integer> hits = new ArrayList<>();
		try (ConfigurableChaosMiddleware chaos = middleware(42)) {
			chaos.update((plan) -> plan.withSeed(null));
			for (int i = 0; i < MESSAGES; i++) {
				if (chaos.injector().decide(PRODUCER, Letter.ACCESS, Naming.ID_HEADER.letter(i)) != null) {
					hits.add(i);
				}
			}
		}
		return hits;
	}

	/**
	 * What names a message.
	 */
	enum Naming {

		ID_HEADER, POSITION, UNIQUE_KEY, HUNDRED_KEYS, NO_KEY;

		Letter letter(int number) {
			Letter letter = Letter.to("mailbox");
			return switch (this) {
				case ID_HEADER -> letter.withKey("7").withHeaders(Map.of("ce_id", "id-" + number));
				case POSITION -> letter.withKey("7").withPosition("mailbox-0@" + number);
				case UNIQUE_KEY -> letter.withKey("key-" + number);
				case HUNDRED_KEYS -> letter.withKey("key-" + number % 100);
				case NO_KEY -> letter;
			};
		}

	}

	/**
	 * Draws a delay.
	 *
	 * @param name the name of the behavior
	 */
	private record Late(String name) implements Behavior {

		@Override
		public Map<String, Object> parameters() {
			return Map.of();
		}

		@Override
		public Effect effect(MessageView message, RandomGenerator random) {
			return new Effect.Delay(Duration.ofNanos(random.nextLong(1, 1_000_000_000)), false, true, false);
		}

	}

}
