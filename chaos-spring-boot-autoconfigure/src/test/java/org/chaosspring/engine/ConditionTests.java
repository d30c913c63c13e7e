package org.chaosspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConditionTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final InjectionPoint ORDERS = new InjectionPoint("kafka", Direction.PRODUCE, "orders");

	private static final InjectionPoint PAYMENTS = new InjectionPoint("rabbit", Direction.CONSUME, "payments");

	private static final Letter LETTER = Letter.to("mailbox").withKey("7");

	private final Heard heard = new Heard();

	private final AtomicInteger begun = new AtomicInteger();

	private final ConfigurableChaosMiddleware chaos = new ConfigurableChaosMiddleware(ChaosPlan.DEFAULT, new ByName(),
			new EngineSettings(List.of(), true, InstantSource.fixed(NOW), () -> new SplittableRandom(42), 0.5));

	@BeforeEach
	void listen() {
		this.chaos.addListener(this.heard);
	}

	@AfterEach
	void close() {
		this.chaos.close();
	}

	@Test
	void aConditionHitsEveryMessageWhateverTheFailureRate() {
		this.chaos.setFailureRate(0);
		this.chaos.imposeCondition(always("slow"));
		this.chaos.enable();
		assertThat(hits(ORDERS, 100)).isEqualTo(100);
		assertThat(this.heard.injected()).hasSize(100).allSatisfy((fault) -> {
			assertThat(fault.behavior()).isEqualTo("slow");
			assertThat(fault.group()).isEqualTo("orders");
			assertThat(fault.effect()).isEqualTo(new Effect.Loss(false));
		});
	}

	@Test
	void aConditionHoldsUntilItIsLifted() {
		this.chaos.imposeCondition(always("slow"));
		this.chaos.enable();
		assertThat(hits(ORDERS, 1)).isEqualTo(1);
		this.chaos.liftCondition("slow");
		assertThat(hits(ORDERS, 1)).isZero();
	}

	@Test
	void aConditionHasNoEffectWhileChaosIsOff() {
		this.chaos.imposeCondition(always("slow"));
		this.chaos.imposeCondition(new Cutting("cut"));
		assertThat(this.chaos.injector().isActive()).isFalse();
		assertThat(hits(ORDERS, 1)).isZero();
		assertThat(this.chaos.injector().outage(ORDERS, Letter.ACCESS, LETTER)).isNull();
		assertThat(this.begun).hasValue(0);
	}

	@Test
	void aConditionThatPassesAMessageLeavesItToTheBehaviors() {
		this.chaos.imposeCondition(condition("idle", null));
		this.chaos.addBehavior(new Losing("loss"), 1);
		this.chaos.setFailureRate(1);
		this.chaos.enable();
		assertThat(hits(ORDERS, 1)).isEqualTo(1);
		assertThat(this.heard.injected()).singleElement()
			.satisfies((fault) -> assertThat(fault.behavior()).isEqualTo("loss"));
	}

	@Test
	void conditionsThatCutOffComeBeforeAllOthers() {
		this.chaos.imposeCondition(always("a"));
		this.chaos.imposeCondition(new Cutting("z"));
		this.chaos.enable();
		hits(ORDERS, 1);
		assertThat(this.heard.injected()).singleElement()
			.satisfies((fault) -> assertThat(fault.behavior()).isEqualTo("z"));
	}

	@Test
	void aConditionIsForItsDirection() {
		this.chaos
			.update((plan) -> plan.withCondition(new ImposedCondition(always("slow"), Direction.CONSUME, Set.of())));
		this.chaos.enable();
		assertThat(hits(ORDERS, 1)).isZero();
		assertThat(hits(PAYMENTS, 1)).isEqualTo(1);
	}

	@Test
	void aConditionIsForItsGroupsWhateverTheTargetGroups() {
		this.chaos.addTargetGroup("orders");
		this.chaos.update((plan) -> plan.withCondition(new ImposedCondition(always("slow"), null, Set.of("payments"))));
		this.chaos.enable();
		assertThat(hits(ORDERS, 1)).isZero();
		assertThat(hits(PAYMENTS, 1)).isEqualTo(1);
	}

	@Test
	void withoutGroupsOfItsOwnAConditionIsForTheTargetGroups() {
		this.chaos.addTargetGroup("orders");
		this.chaos.imposeCondition(always("slow"));
		this.chaos.enable();
		assertThat(hits(ORDERS, 1)).isEqualTo(1);
		assertThat(hits(PAYMENTS, 1)).isZero();
	}

	@Test
	void aConditionGoesOnWhenSomethingElseChanges() {
		this.chaos.imposeCondition(always("slow"));
		this.chaos.enable();
		this.chaos.setFailureRate(0.5);
		this.chaos.imposeCondition(new Cutting("cut"));
		assertThat(this.begun).hasValue(1);
	}

	@Test
	void aConditionBeginsAnewWhenChaosWasOff() {
		this.chaos.imposeCondition(always("slow"));
		this.chaos.enable();
		this.chaos.disable();
		this.chaos.enable();
		assertThat(this.begun).hasValue(2);
	}

	@Test
	void anOutageIsSeenWithoutCounting() {
		this.chaos.imposeCondition(new Cutting("cut"));
		this.chaos.enable();
		assertThat(this.chaos.injector().outage(ORDERS, Letter.ACCESS, LETTER))
			.isEqualTo(new Effect.Outage(Set.of(), null, NOW, false));
		assertThat(this.heard.injected()).isEmpty();
	}

	@Test
	void otherConditionsAreNotAskedForOutages() {
		List<String> asked = new ArrayList<>();
		this.chaos.imposeCondition(condition("slow", () -> {
			asked.add("slow");
			return new Effect.Loss(false);
		}));
		this.chaos.enable();
		assertThat(this.chaos.injector().outage(ORDERS, Letter.ACCESS, LETTER)).isNull();
		assertThat(asked).isEmpty();
	}

	@Test
	void aConditionThatFailsLetsTheMessagePass() {
		this.chaos.imposeCondition(condition("broken", () -> {
			throw new IllegalStateException("on purpose");
		}));
		this.chaos.enable();
		assertThat(hits(ORDERS, 1)).isZero();
		assertThat(this.heard.failed()).singleElement()
			.satisfies((failure) -> assertThat(failure.cause()).hasMessage("on purpose"));
	}

	@Test
	void clientsHearOfAnotherPlanBeforeItsListenersDo() {
		List<Boolean> seen = new ArrayList<>();
		Runnable observer = () -> seen.add(this.chaos.isEnabled());
		this.chaos.injector().addPlanObserver(observer);
		this.chaos.addListener((event) -> assertThat(seen).isNotEmpty());
		this.chaos.enable();
		this.chaos.disable();
		this.chaos.injector().removePlanObserver(observer);
		this.chaos.enable();
		assertThat(seen).containsExactly(true, false);
	}

	@Test
	void timeOutsAreScaled() {
		assertThat(this.chaos.injector().scaled(Duration.ofSeconds(30))).hasSeconds(15);
	}

	@Test
	void aTimeOutThatNeverEndsIsLongWhenItIsScaled() {
		assertThat(this.chaos.injector().scaled(Duration.ofMillis(Long.MAX_VALUE)))
			.isGreaterThan(Duration.ofDays(36_500));
	}

	@Test
	void aConditionIsForMessagesThatTakeAWay() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> new ImposedCondition(always("slow"), Direction.NONE, Set.of()))
			.withMessage("must be produce or consume");
	}

	private int hits(InjectionPoint point, int messages) {
		int hits = 0;
		for (int i = 0; i < messages; i++) {
			Injection injection = this.chaos.injector().decide(point, Letter.ACCESS, LETTER);
			if (injection != null && injection.carryOut(Postman.RELIABLE, LETTER)) {
				hits++;
			}
		}
		return hits;
	}

	private Condition always(String name) {
		return condition(name, () -> new Effect.Loss(false));
	}

	private Condition condition(String name, @Nullable EffectSource source) {
		return new Condition() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public Map<String, Object> parameters() {
				return Map.of();
			}

			@Override
			public Course begin(InstantSource clock) {
				ConditionTests.this.begun.incrementAndGet();
				return (message, random) -> (source != null) ? source.effect() : null;
			}

		};
	}

	private interface EffectSource {

		Effect effect();

	}

}
