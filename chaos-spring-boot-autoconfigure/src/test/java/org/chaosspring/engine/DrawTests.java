package org.chaosspring.engine;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DrawTests {

	private static final int DRAWS = 1_000_000;

	private static final String NOTHING = "nothing";

	private final SplittableRandom random = new SplittableRandom(42);

	@ParameterizedTest
	@ValueSource(doubles = { 0.0001, 0.001, 0.01, 0.05, 0.2, 0.5, 0.9, 0.999, 0.9999 })
	void asManyMessagesAreCandidatesAsTheFailureRateSays(double rate) {
		Binomial.assertPlausible(candidates(rate), DRAWS, rate);
	}

	@Test
	void everyMessageIsACandidateWithAFailureRateOfOne() {
		assertThat(candidates(1)).isEqualTo(DRAWS);
	}

	@Test
	void noMessageIsACandidateWithAFailureRateOfZero() {
		assertThat(candidates(0)).isZero();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 1e-9, 0.0001, 0.001, 0.01, 0.05, 0.2, 0.5, 0.9, 0.999, 0.9999 })
	void asManyMessagesPassBeforeACandidateAsIfEachWereDrawnForItself(double rate) {
		Draw draw = new Draw(ChaosPlan.DEFAULT.withFailureRate(rate));
		long[] passing = this.random.doubles(DRAWS).mapToLong(draw::passing).toArray();
		for (int few : new int[] { 0, 1, 2, 10, 500 }) {
			long more = LongStream.of(passing).filter((count) -> count > few).count();
			Binomial.assertPlausible(more, DRAWS, Math.pow(1 - rate, few + 1));
		}
	}

	@Test
	void noMessagePassesBeforeACandidateWithAFailureRateOfOne() {
		Draw draw = new Draw(ChaosPlan.DEFAULT.withFailureRate(1));
		assertThat(this.random.doubles(DRAWS).mapToLong(draw::passing)).containsOnly(0L);
	}

	@Test
	void moreMessagesPassThanThereAreWithAFailureRateOfZero() {
		Draw draw = new Draw(ChaosPlan.DEFAULT.withFailureRate(0));
		assertThat(draw.passing(this.random.nextDouble())).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void withoutABehaviorNothingIsPicked() {
		assertThat(picks(Map.of())).containsOnly(Map.entry(NOTHING, DRAWS));
	}

	@Test
	void aCertainBehaviorIsAlwaysPicked() {
		assertThat(picks(Map.of("loss", 1.0))).containsOnly(Map.entry("loss", DRAWS));
	}

	@Test
	void aBehaviorOfProbabilityZeroIsNeverPicked() {
		assertThat(picks(Map.of("loss", 0.0))).containsOnly(Map.entry(NOTHING, DRAWS));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.0001, 0.01, 0.2, 0.5, 0.9, 0.9999 })
	void aBehaviorComesInWithItsOwnProbability(double probability) {
		Map<String, Integer> picks = picks(Map.of("loss", probability));
		Binomial.assertPlausible(picks.get("loss"), DRAWS, probability);
		assertThat(picks).containsOnlyKeys("loss", NOTHING);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 6, 17 })
	void oneOfThoseThatCameInIsPickedUniformly(int count) {
		Map<String, Double> probabilities = new TreeMap<>();
		for (int i = 0; i < count; i++) {
			probabilities.put("behavior-" + i, 1.0);
		}
		Map<String, Integer> picks = picks(probabilities);
		assertThat(picks.keySet()).isEqualTo(probabilities.keySet());
		picks.values().forEach((picked) -> Binomial.assertPlausible(picked, DRAWS, 1.0 / count));
	}

	@Test
	void behaviorsOfUnlikeProbabilitiesArePickedAsTheRuleSays() {
		Map<String, Double> probabilities = Map.of("delay", 0.5, "duplication", 0.01, "loss", 0.2, "never", 0.0,
				"restart", 0.9);
		Map<String, Integer> picks = picks(probabilities);
		assertThat(picks).containsOnlyKeys("delay", "duplication", "loss", "restart", NOTHING);
		Map<String, Double> expected = shares(probabilities);
		picks.forEach((name, picked) -> Binomial.assertPlausible(picked, DRAWS, expected.get(name)));
	}

	@Test
	void theOrderInWhichBehaviorsAreConfiguredDoesNotMatter() {
		ChaosPlan plan = ChaosPlan.DEFAULT.withBehavior(new Losing("a"), 0.5).withBehavior(new Losing("b"), 0.5);
		ChaosPlan other = ChaosPlan.DEFAULT.withBehavior(new Losing("b"), 0.5).withBehavior(new Losing("a"), 0.5);
		for (int seed = 0; seed < 1_000; seed++) {
			assertThat(new Draw(plan).pick(new SplittableRandom(seed)))
				.isEqualTo(new Draw(other).pick(new SplittableRandom(seed)));
		}
	}

	private long candidates(double rate) {
		Draw draw = new Draw(ChaosPlan.DEFAULT.withFailureRate(rate));
		return this.random.doubles(DRAWS).filter(draw::isCandidate).count();
	}

	private Map<String, Integer> picks(Map<String, Double> probabilities) {
		ChaosPlan plan = ChaosPlan.DEFAULT;
		for (Map.Entry<String, Double> behavior : probabilities.entrySet()) {
			plan = plan.withBehavior(new Losing(behavior.getKey()), behavior.getValue());
		}
		Draw draw = new Draw(plan);
		Map<String, Integer> picks = new TreeMap<>();
		for (int i = 0; i < DRAWS; i++) {
			picks.merge(name(draw.pick(this.random)), 1, Integer::sum);
		}
		return picks;
	}

	private static String name(@Nullable Behavior picked) {
		return (picked != null) ? picked.name() : NOTHING;
	}

	/**
	 * Work out how often each behavior is picked, by way of all the sets that may come
	 * in.
	 */
	private static Map<String, Double> shares(Map<String, Double> probabilities) {
		String[] names = probabilities.keySet().toArray(String[]::new);
		Map<String, Double> shares = new TreeMap<>();
		for (int set = 0; set < 1 << names.length; set++) {
			double likelihood = 1;
			for (int i = 0; i < names.length; i++) {
				double probability = probabilities.get(names[i]);
				likelihood *= isIn(set, i) ? probability : 1 - probability;
			}
			for (int i = 0; i < names.length; i++) {
				if (isIn(set, i)) {
					shares.merge(names[i], likelihood / Integer.bitCount(set), Double::sum);
				}
			}
			if (set == 0) {
				shares.put(NOTHING, likelihood);
			}
		}
		return shares;
	}

	private static boolean isIn(int set, int i) {
		return (set & (1 << i)) != 0;
	}

}
