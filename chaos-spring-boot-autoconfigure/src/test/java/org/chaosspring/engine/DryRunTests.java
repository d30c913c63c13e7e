package org.chaosspring.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for plans that only count what they would do.
 */
class DryRunTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final InjectionPoint POINT = new InjectionPoint("kafka", Direction.PRODUCE, "template");

	private static final ChaosPlan PLAN = ChaosPlan.DEFAULT.withFailureRate(0.5)
		.withSeed(42L)
		.withBehavior(new Losing("loss"), 1);

	private final Heard heard = new Heard();

	private final ConfigurableChaosMiddleware chaos = new ConfigurableChaosMiddleware(ChaosPlan.DEFAULT, new ByName(),
			new EngineSettings(List.of(), true, InstantSource.fixed(NOW), () -> new SplittableRandom(42), 1));

	DryRunTests() {
		this.chaos.addListener(this.heard);
	}

	@AfterEach
	void close() {
		this.chaos.close();
	}

	@Test
	void nothingIsHitAndEverythingIsToldThatWouldBe() {
		this.chaos.update((plan) -> PLAN.withFailureRate(1).dryRunning(null));
		assertThat(this.chaos.isEnabled()).isFalse();
		assertThat(this.chaos.injector().isActive()).as("messages are looked at").isTrue();
		assertThat(hits(10)).isZero();
		assertThat(this.chaos.shouldInjectChaos("checkout")).isFalse();
		assertThat(this.heard.injected()).isEmpty();
		assertThat(this.heard.all(ChaosEvent.FaultForecast.class)).hasSize(11)
			.first()
			.satisfies((forecast) -> assertThat(forecast.fault().behavior()).isEqualTo("loss"));
	}

	@Test
	void theSamePlanHitsTheSameMessagesWhenItIsArmed() {
		this.chaos.update((plan) -> PLAN.dryRunning(null));
		assertThat(hits(1_000)).isZero();
		List<String> forecast = this.heard.all(ChaosEvent.FaultForecast.class)
			.stream()
			.map((event) -> event.fault().identity())
			.toList();
		this.chaos.update((plan) -> plan.switchedOn(plan.until()));
		assertThat(hits(1_000)).isEqualTo(forecast.size());
		assertThat(this.heard.injected().stream().map(ChaosEvent.FaultInjected::identity)).isEqualTo(forecast);
		assertThat(forecast.size()).isBetween(400, 600);
	}

	@Test
	void aConditionIsToldOnceForEachMessageAndCutsNothingOff() {
		this.chaos
			.update((plan) -> PLAN.withFailureRate(1).withCondition(new ImposedCondition(new Cut())).dryRunning(null));
		assertThat(hits(3)).isZero();
		assertThat(this.heard.all(ChaosEvent.FaultForecast.class)).hasSize(3)
			.allSatisfy((forecast) -> assertThat(forecast.fault().behavior()).isEqualTo("cut"));
		assertThat(this.chaos.injector().outage(POINT, Letter.ACCESS, Letter.to("orders"))).isNull();
		this.chaos.update((plan) -> plan.switchedOn(null));
		assertThat(this.chaos.injector().outage(POINT, Letter.ACCESS, Letter.to("orders"))).isNotNull();
	}

	@Test
	void aPlanThatIsOffIsNoDryRun() {
		assertThat(PLAN.dryRunning(NOW).switchedOff()).isEqualTo(PLAN);
		assertThat(PLAN.dryRunning(NOW).switchedOn(NOW)).isEqualTo(PLAN.switchedOn(NOW));
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> new ChaosPlan(false, 0.5, null, null, PLAN.targetGroups(), PLAN.behaviors(),
					PLAN.conditions(), true))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("dryRun"));
	}

	private int hits(int messages) {
		int hits = 0;
		for (int i = 0; i < messages; i++) {
			Letter letter = Letter.to("orders");
			Injection hit = this.chaos.injector().decide(POINT, Letter.ACCESS, letter);
			if (hit != null && hit.carryOut(Postman.RELIABLE, letter)) {
				hits++;
			}
		}
		return hits;
	}

	/**
	 * Cuts everything off.
	 */
	private record Cut() implements Condition {

		@Override
		public String name() {
			return "cut";
		}

		@Override
		public Map<String, Object> parameters() {
			return Map.of();
		}

		@Override
		public boolean cutsOff() {
			return true;
		}

		@Override
		public Course begin(InstantSource clock) {
			Instant began = clock.instant();
			return (MessageView message, RandomGenerator random) -> new Effect.Outage(Set.of(), null, began, false);
		}

	}

}
