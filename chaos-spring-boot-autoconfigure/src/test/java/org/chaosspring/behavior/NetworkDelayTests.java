package org.chaosspring.behavior;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Binomial;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.Letter;
import org.chaosspring.engine.MessageView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NetworkDelayTests {

	private static final int DRAWS = 100_000;

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private static final Duration LONGEST = Duration.ofMillis(1_100);

	private static final MessageView MESSAGE = MessageView.of(Letter.ACCESS, Letter.to("mailbox"));

	@ParameterizedTest
	@ValueSource(strings = { "uniform", "normal", "exponential" })
	void noDelayIsShorterOrLongerThanAllowed(String distribution) {
		assertThat(Arrays.stream(delays(distribution))).allMatch((delay) -> delay >= 0 && delay <= 1);
	}

	@Test
	void uniformDelaysAreEachAsLikelyAsAnyOther() {
		double[] delays = delays("uniform");
		for (int tenth = 0; tenth < 10; tenth++) {
			assertShare(delays, tenth / 10.0, (tenth + 1) / 10.0, 0.1);
		}
	}

	@Test
	void normalDelaysLieAroundTheMiddle() {
		double[] delays = delays("normal");
		assertShare(delays, 0, 0.5, 0.5);
		assertShare(delays, 1.0 / 3, 2.0 / 3, 0.682689);
		assertShare(delays, 1.0 / 6, 5.0 / 6, 0.954500);
		Binomial.assertPlausible(Arrays.stream(delays).filter((delay) -> delay == 0).count(), DRAWS, 0.001350);
		Binomial.assertPlausible(Arrays.stream(delays).filter((delay) -> delay == 1).count(), DRAWS, 0.001350);
	}

	@Test
	void exponentialDelaysAreMostlyShort() {
		double[] delays = delays("exponential");
		assertShare(delays, 0, 0.2, 1 - Math.exp(-1));
		assertShare(delays, 0, 0.5, 1 - Math.exp(-2.5));
		Binomial.assertPlausible(Arrays.stream(delays).filter((delay) -> delay == 1).count(), DRAWS, Math.exp(-5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "uniform", "normal", "exponential" })
	void aFixedDelayIsAlwaysTheSame(String distribution) {
		Behavior behavior = BehaviorCatalog.builtIn()
			.create("network-delay", Map.of("delay", SHORTEST, "distribution", distribution));
		SplittableRandom random = new SplittableRandom(42);
		for (int i = 0; i < 1_000; i++) {
			assertThat(behavior.effect(MESSAGE, random)).isEqualTo(new Effect.Delay(SHORTEST, false, true, false));
		}
	}

	@Test
	void aSeedRepeatsTheDelays() {
		assertThat(delays("normal")).isEqualTo(delays("normal"));
	}

	private static void assertShare(double[] delays, double from, double to, double expected) {
		long hits = Arrays.stream(delays).filter((delay) -> delay >= from && delay < to).count();
		Binomial.assertPlausible(hits, DRAWS, expected);
	}

	/**
	 * Draw delays.
	 * @return the delays, the shortest one as 0 and the longest one as 1
	 */
	private static double[] delays(String distribution) {
		Behavior behavior = BehaviorCatalog.builtIn()
			.create("network-delay", Map.of("delay", SHORTEST, "max-delay", LONGEST, "distribution", distribution));
		SplittableRandom random = new SplittableRandom(42);
		double range = LONGEST.minus(SHORTEST).toNanos();
		double[] delays = new double[DRAWS];
		for (int i = 0; i < DRAWS; i++) {
			Effect.Delay delay = (Effect.Delay) behavior.effect(MESSAGE, random);
			delays[i] = delay.delay().minus(SHORTEST).toNanos() / range;
		}
		return delays;
	}

}
