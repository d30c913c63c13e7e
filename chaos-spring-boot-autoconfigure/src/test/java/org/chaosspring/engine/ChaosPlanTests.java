package org.chaosspring.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class ChaosPlanTests {

	private static final Instant UNTIL = Instant.parse("2026-01-01T00:00:00Z");

	private static final WeightedBehavior LOSS = new WeightedBehavior(new Losing("loss"), 0.5);

	private static final ChaosPlan PLAN = new ChaosPlan(true, 0.25, 42L, UNTIL, Set.of("orders"), Map.of("loss", LOSS),
			Map.of());

	@Test
	void whatIsNotConfiguredIsOffWithOnePercentForEveryMessageAndNoBehavior() {
		assertThat(ChaosPlan.DEFAULT).isEqualTo(new ChaosPlan(false, 0.01, null, null, Set.of(), Map.of(), Map.of()));
	}

	@Test
	void eachChangeChangesOneThing() {
		assertThat(PLAN.switchedOn(null))
			.isEqualTo(new ChaosPlan(true, 0.25, 42L, null, Set.of("orders"), Map.of("loss", LOSS), Map.of()));
		assertThat(PLAN.switchedOff())
			.isEqualTo(new ChaosPlan(false, 0.25, 42L, null, Set.of("orders"), Map.of("loss", LOSS), Map.of()));
		assertThat(PLAN.withFailureRate(1))
			.isEqualTo(new ChaosPlan(true, 1, 42L, UNTIL, Set.of("orders"), Map.of("loss", LOSS), Map.of()));
		assertThat(PLAN.withSeed(null))
			.isEqualTo(new ChaosPlan(true, 0.25, null, UNTIL, Set.of("orders"), Map.of("loss", LOSS), Map.of()));
		assertThat(PLAN.withTargetGroups(List.of("a", "b", "a")))
			.isEqualTo(new ChaosPlan(true, 0.25, 42L, UNTIL, Set.of("a", "b"), Map.of("loss", LOSS), Map.of()));
		assertThat(PLAN.withTargetGroup("a"))
			.isEqualTo(new ChaosPlan(true, 0.25, 42L, UNTIL, Set.of("a", "orders"), Map.of("loss", LOSS), Map.of()));
		assertThat(PLAN.withoutTargetGroup("orders"))
			.isEqualTo(new ChaosPlan(true, 0.25, 42L, UNTIL, Set.of(), Map.of("loss", LOSS), Map.of()));
		assertThat(PLAN.withBehavior(new Losing("loss"), 1)).isEqualTo(new ChaosPlan(true, 0.25, 42L, UNTIL,
				Set.of("orders"), Map.of("loss", new WeightedBehavior(new Losing("loss"), 1)), Map.of()));
		assertThat(PLAN.withoutBehavior("loss"))
			.isEqualTo(new ChaosPlan(true, 0.25, 42L, UNTIL, Set.of("orders"), Map.of(), Map.of()));
	}

	@Test
	void removingWhatIsNotThereChangesNothing() {
		assertThat(PLAN.withoutTargetGroup("payments").withoutBehavior("corruption").withTargetGroup("orders"))
			.isEqualTo(PLAN);
	}

	@Test
	void groupsAndBehaviorsAreSorted() {
		ChaosPlan plan = ChaosPlan.DEFAULT.withTargetGroups(List.of("c", "a", "b"))
			.withBehavior(new Losing("z"), 1)
			.withBehavior(new Losing("x"), 1)
			.withBehavior(new Losing("y"), 1);
		assertThat(plan.targetGroups()).containsExactly("a", "b", "c");
		assertThat(plan.behaviors().keySet()).containsExactly("x", "y", "z");
	}

	@Test
	void aPlanDoesNotChange() {
		Set<String> groups = new HashSet<>(Set.of("a"));
		Map<String, WeightedBehavior> behaviors = new HashMap<>(Map.of("loss", LOSS));
		ChaosPlan plan = new ChaosPlan(true, 1, null, null, groups, behaviors, Map.of());
		groups.clear();
		behaviors.clear();
		assertThat(plan.targetGroups()).containsExactly("a").isUnmodifiable();
		assertThat(plan.behaviors()).containsExactly(Map.entry("loss", LOSS)).isUnmodifiable();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -0.0, Double.MIN_VALUE, 0.5, 1 })
	void aProbabilityIsANumberFromZeroToOne(double number) {
		assertThat(PLAN.withFailureRate(number).failureRate()).isEqualTo(number);
		assertThat(new WeightedBehavior(new Losing("loss"), number).probability()).isEqualTo(number);
	}

	@ParameterizedTest
	@ValueSource(doubles = { -Double.MIN_VALUE, 1.0000000000000002, -1, 100, Double.NaN, Double.POSITIVE_INFINITY,
			Double.NEGATIVE_INFINITY })
	void anyOtherNumberIsRefused(double number) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> PLAN.withFailureRate(number))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("failureRate"))
			.withMessage("must be a number from 0 to 1 but is " + number);
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> PLAN.withBehavior(new Losing("other"), number))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("probability"))
			.withMessage("must be a number from 0 to 1 but is " + number);
	}

	@Test
	void aProbabilityNeedsABehavior() {
		assertThatNullPointerException().isThrownBy(() -> new WeightedBehavior(null, 1)).withMessage("behavior");
	}

	@Test
	void theNameOfAGroupHasUpToTwoHundredAndFiftyFiveCharacters() {
		assertThat(PLAN.withTargetGroup("x".repeat(255)).targetGroups()).hasSize(2);
		assertThat(PLAN.withTargetGroup("Bücher.* / 本").targetGroups()).contains("Bücher.* / 本");
		assertRefused("x".repeat(256));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t", "a\nb", "a\u0000", "\u007f" })
	void theNameOfAGroupIsNeitherBlankNorHasItControlCharacters(String name) {
		assertRefused(name);
	}

	@Test
	void aProblemIsNamedFromTheLevelsAbove() {
		InvalidPlanException problem = new InvalidPlanException("delay", "is wrong");
		InvalidPlanException nested = problem.within("network-delay").within("behaviors");
		assertThat(nested.field()).isEqualTo("behaviors.network-delay.delay");
		assertThat(nested).hasMessage("is wrong").hasRootCause(problem);
	}

	private static void assertRefused(String name) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> PLAN.withTargetGroup(name))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("targetGroups"))
			.withMessage("must hold names of 1 to 255 characters that are neither blank nor control");
	}

}
