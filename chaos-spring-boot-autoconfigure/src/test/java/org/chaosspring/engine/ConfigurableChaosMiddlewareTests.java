package org.chaosspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class ConfigurableChaosMiddlewareTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final InjectionPoint ORDERS = new InjectionPoint("kafka", Direction.PRODUCE, "orders");

	private static final InjectionPoint PAYMENTS = new InjectionPoint("rabbit", Direction.CONSUME, "payments");

	private static final Letter LETTER = Letter.to("mailbox").withKey("7");

	private final SplittableRandom random = new SplittableRandom(42);

	private final Heard heard = new Heard();

	private final ConfigurableChaosMiddleware chaos = middleware(ChaosPlan.DEFAULT, true);

	@AfterEach
	void close() {
		this.chaos.close();
	}

	@Test
	void isOffUntilItIsEnabled() {
		this.chaos.addBehavior(new Losing("loss"), 1);
		this.chaos.setFailureRate(1);
		assertThat(this.chaos.isEnabled()).isFalse();
		assertThat(this.chaos.injector().isActive()).isFalse();
		assertThat(this.chaos.enabledSince()).isNull();
		assertThat(this.chaos.injector().decide(ORDERS, Letter.ACCESS, LETTER)).isNull();
		assertThat(this.chaos.shouldInjectChaos("orders")).isFalse();
		assertThat(this.heard.injected()).isEmpty();
	}

	@Test
	void onePercentOfMessagesAreHitIfNothingElseIsSaid() {
		this.chaos.addBehavior(new Losing("loss"), 1);
		this.chaos.enable();
		assertThat(this.chaos.plan().failureRate()).isEqualTo(0.01);
		Binomial.assertPlausible(send(ORDERS, 1_000_000), 1_000_000, 0.01);
	}

	@Test
	void withoutABehaviorNoMessageIsHit() {
		this.chaos.setFailureRate(1);
		this.chaos.enable();
		assertThat(send(ORDERS, 1_000)).isZero();
	}

	@Test
	void enableSwitchesOnAndDisableSwitchesOff() {
		hitEverything();
		assertThat(this.chaos.isEnabled()).isTrue();
		assertThat(this.chaos.injector().isActive()).isTrue();
		assertThat(this.chaos.enabledSince()).isEqualTo(NOW);
		assertThat(send(ORDERS, 10)).isEqualTo(10);
		this.chaos.disable();
		assertThat(this.chaos.isEnabled()).isFalse();
		assertThat(this.chaos.injector().isActive()).isFalse();
		assertThat(this.chaos.enabledSince()).isNull();
		assertThat(send(ORDERS, 10)).isZero();
	}

	@Test
	void theFailureRateIsSetWhileItRuns() {
		hitEverything();
		this.chaos.setFailureRate(0);
		assertThat(send(ORDERS, 1_000)).isZero();
		this.chaos.setFailureRate(1);
		assertThat(send(ORDERS, 1_000)).isEqualTo(1_000);
		this.chaos.setFailureRate(0.3);
		Binomial.assertPlausible(send(ORDERS, 100_000), 100_000, 0.3);
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void aFailureRateThatIsNoProbabilityChangesNothing(double rate) {
		ChaosPlan before = this.chaos.plan();
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> this.chaos.setFailureRate(rate))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("failureRate"))
			.withMessage("must be a number from 0 to 1 but is " + rate);
		assertThat(this.chaos.plan()).isSameAs(before);
		assertThat(this.heard.changes()).isEmpty();
	}

	@Test
	void theFirstTargetGroupNarrowsChaosToIt() {
		hitEverything();
		this.chaos.addTargetGroup("orders");
		assertThat(send(ORDERS, 10)).isEqualTo(10);
		assertThat(send(PAYMENTS, 10)).isZero();
		this.chaos.addTargetGroup("payments");
		assertThat(send(ORDERS, 10)).isEqualTo(10);
		assertThat(send(PAYMENTS, 10)).isEqualTo(10);
	}

	@Test
	void withoutTheLastTargetGroupEverythingIsHitAgain() {
		hitEverything();
		this.chaos.addTargetGroup("orders");
		this.chaos.addTargetGroup("payments");
		this.chaos.removeTargetGroup("orders");
		assertThat(send(ORDERS, 10)).isZero();
		assertThat(send(PAYMENTS, 10)).isEqualTo(10);
		this.chaos.removeTargetGroup("payments");
		assertThat(send(ORDERS, 10)).isEqualTo(10);
		assertThat(send(PAYMENTS, 10)).isEqualTo(10);
	}

	@Test
	void removingATargetGroupThatIsNotThereChangesNothing() {
		ChaosPlan before = this.chaos.plan();
		this.chaos.removeTargetGroup("orders");
		assertThat(this.chaos.plan()).isSameAs(before);
	}

	@Test
	void aTargetGroupWithoutANameChangesNothing() {
		ChaosPlan before = this.chaos.plan();
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> this.chaos.addTargetGroup(" "))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("targetGroups"));
		assertThat(this.chaos.plan()).isSameAs(before);
	}

	@Test
	void behaviorsAreAddedReplacedAndRemovedWhileItRuns() {
		this.chaos.setFailureRate(1);
		this.chaos.enable();
		this.chaos.addBehavior(new Losing("loss"), 1);
		assertThat(send(ORDERS, 10)).isEqualTo(10);
		this.chaos.addBehavior(new Losing("loss"), 0);
		assertThat(send(ORDERS, 10)).isZero();
		this.chaos.addBehavior(new Losing("other"), 1);
		assertThat(send(ORDERS, 10)).isEqualTo(10);
		this.chaos.removeBehavior("other");
		this.chaos.removeBehavior("unknown");
		assertThat(send(ORDERS, 10)).isZero();
		assertThat(this.chaos.plan().behaviors()).containsOnlyKeys("loss");
		assertThat(this.heard.injected()).extracting(ChaosEvent.FaultInjected::behavior)
			.containsExactly(repeat(10, "loss", "other"));
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.01, 1.01, Double.NaN })
	void aBehaviorWithoutAProbabilityChangesNothing(double probability) {
		ChaosPlan before = this.chaos.plan();
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> this.chaos.addBehavior(new Losing("loss"), probability))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("probability"));
		assertThat(this.chaos.plan()).isSameAs(before);
	}

	@Test
	void aPointOfTheApplicationsOwnIsHitAtTheFailureRate() {
		this.chaos.setFailureRate(0.2);
		this.chaos.enable();
		long hits = 0;
		for (int i = 0; i < 100_000; i++) {
			hits += this.chaos.shouldInjectChaos("checkout") ? 1 : 0;
		}
		Binomial.assertPlausible(hits, 100_000, 0.2);
		assertThat(this.heard.injected()).hasSize((int) hits);
	}

	@Test
	void aPointOfTheApplicationsOwnIsHitOnlyIfItsGroupIsMeant() {
		hitEverything();
		assertThat(this.chaos.shouldInjectChaos("checkout")).isTrue();
		this.chaos.addTargetGroup("payments");
		assertThat(this.chaos.shouldInjectChaos("checkout")).isFalse();
		this.chaos.addTargetGroup("checkout");
		assertThat(this.chaos.shouldInjectChaos("checkout")).isTrue();
		this.chaos.disable();
		assertThat(this.chaos.shouldInjectChaos("checkout")).isFalse();
	}

	@Test
	void aHitAtAPointOfTheApplicationsOwnIsAnEventLikeAnyOther() {
		hitEverything();
		this.chaos.shouldInjectChaos("checkout");
		this.chaos.shouldInjectChaos("checkout");
		assertThat(this.heard.injected()).extracting(ChaosEvent.FaultInjected::identity)
			.containsExactly("checkout/0", "checkout/1");
		ChaosEvent.FaultInjected event = this.heard.injected().get(0);
		assertThat(event.point()).hasToString("application:none:checkout");
		assertThat(event.time()).isEqualTo(NOW);
		assertThat(event.group()).isEqualTo("checkout");
		assertThat(event.behavior()).isEqualTo("custom");
		assertThat(event.effect()).isNull();
		assertThat(event.message()).isNull();
	}

	@Test
	void aHitIsOneEventThatTellsEverythingButThePayload() {
		hitEverything();
		send(ORDERS, 1);
		assertThat(this.heard.injected()).singleElement().satisfies((event) -> {
			assertThat(event.time()).isEqualTo(NOW);
			assertThat(event.point()).isSameAs(ORDERS);
			assertThat(event.group()).isEqualTo("orders");
			assertThat(event.behavior()).isEqualTo("loss");
			assertThat(event.faultId()).matches("[0-9a-f]{1,16}");
			assertThat(event.identity()).isEqualTo("mailbox/key#" + Long.toHexString(StableHash.of("7")));
			assertThat(event.effect()).isEqualTo(new Effect.Loss(false));
			assertThat(event.message()).isNotNull();
			assertThat(event.message().destination()).isEqualTo("mailbox");
			assertThat(event.message().key()).isEqualTo("7");
			assertThat(event.message().header("any")).isNull();
		});
	}

	@Test
	void aMessageIsNamedByItsFirstIdHeaderElseByItsPositionElseByItsKey() {
		hitEverything();
		List<String> identities = new ArrayList<>();
		this.chaos.addListener((event) -> {
			if (event instanceof ChaosEvent.FaultInjected injected) {
				identities.add(injected.identity());
			}
		});
		Letter placed = LETTER.withPosition("mailbox-0@42");
		carryOut(this.chaos, placed.withHeaders(Map.of("second", "b", "first", "a")));
		carryOut(this.chaos, placed.withHeaders(Map.of("second", "b", "first", "")));
		carryOut(this.chaos, placed.withHeaders(Map.of("other", "c")));
		carryOut(this.chaos, Letter.to("mailbox"));
		assertThat(identities).containsExactly("id:a", "id:b", "mailbox-0@42", "mailbox/key#none");
	}

	@Test
	void aMessageThatTravelsOnIsMarkedWithBehaviorAndFault() {
		hitEverything();
		Injection injection = this.chaos.injector().decide(ORDERS, Letter.ACCESS, LETTER);
		assertThat(injection).isNotNull();
		injection.carryOut(Postman.RELIABLE, LETTER);
		assertThat(injection.mark()).hasToString("loss;" + this.heard.injected().get(0).faultId());
	}

	@Test
	void aMessageIsNotMarkedIfMarksAreOff() {
		ChaosPlan plan = ChaosPlan.DEFAULT.withFailureRate(1).withBehavior(new Losing("loss"), 1).switchedOn(null);
		try (ConfigurableChaosMiddleware unmarked = middleware(plan, false)) {
			Injection injection = unmarked.injector().decide(ORDERS, Letter.ACCESS, LETTER);
			assertThat(injection).isNotNull();
			injection.carryOut(Postman.RELIABLE, LETTER);
			assertThat(injection.mark()).isNull();
		}
	}

	@Test
	void anEffectThatCannotBeCarriedOutIsNoEvent() {
		hitEverything();
		Injection injection = this.chaos.injector().decide(ORDERS, Letter.ACCESS, LETTER);
		assertThat(injection).isNotNull();
		assertThat(injection.carryOut(new Postman((effect) -> false), LETTER)).isFalse();
		assertThat(this.heard.injected()).isEmpty();
		assertThat(this.heard.failed()).isEmpty();
	}

	@Test
	void eachChangeIsOneEventThatHoldsBothPlans() {
		ChaosPlan first = this.chaos.plan();
		this.chaos.enable();
		ChaosPlan second = this.chaos.plan();
		this.chaos.enable();
		this.chaos.disable();
		this.chaos.disable();
		assertThat(this.heard.all()).containsExactly(new ChaosEvent.PlanChanged(NOW, first, second, ChangeCause.SYSTEM),
				new ChaosEvent.PlanChanged(NOW, second, first, ChangeCause.SYSTEM));
	}

	@Test
	void aChangeOfSeveralThingsIsAllOrNothing() {
		ChaosPlan before = this.chaos.plan();
		assertThatIllegalArgumentException().isThrownBy(
				() -> this.chaos.update((plan) -> plan.switchedOn(null).withFailureRate(0.5).withFailureRate(2)));
		assertThat(this.chaos.plan()).isSameAs(before);
		assertThat(this.chaos.injector().isActive()).isFalse();
		ChaosPlan after = this.chaos
			.update((plan) -> plan.switchedOn(null).withFailureRate(0.5).withTargetGroups(Set.of("orders")));
		assertThat(this.chaos.plan()).isSameAs(after);
		assertThat(after.enabled()).isTrue();
		assertThat(after.failureRate()).isEqualTo(0.5);
		assertThat(after.targetGroups()).containsExactly("orders");
		assertThat(this.heard.changes()).hasSize(1);
	}

	@Test
	void resetGoesBackToWhatWasConfigured() {
		ChaosPlan configured = ChaosPlan.DEFAULT.withFailureRate(0.25).withTargetGroup("orders").switchedOn(null);
		try (ConfigurableChaosMiddleware other = middleware(configured, true)) {
			other.disable();
			other.setFailureRate(1);
			other.addTargetGroup("payments");
			other.addBehavior(new Losing("loss"), 1);
			other.reset();
			assertThat(other.plan()).isEqualTo(configured);
			assertThat(other.isEnabled()).isTrue();
			assertThat(other.injector().isActive()).isTrue();
		}
	}

	@Test
	void resetAndDisableReleaseWhatIsHeldBack() {
		hitEverything();
		List<String> released = new ArrayList<>();
		HeldMessages<String> held = this.chaos.injector().hold((any) -> ORDERS, released::add, String::length);
		held.hold("a", null, Duration.ofHours(1));
		assertThat(this.chaos.held()).isEqualTo(1);
		this.chaos.reset();
		assertThat(released).containsExactly("a");
		this.chaos.enable();
		held.hold("b", null, Duration.ofHours(1));
		held.reorder("c", "window", new Effect.Reordering(5, Duration.ofHours(1), 42));
		assertThat(this.chaos.held()).isEqualTo(2);
		this.chaos.disable();
		assertThat(released).containsExactly("a", "b", "c");
		assertThat(this.chaos.held()).isZero();
		assertThat(this.chaos.injector().isActive()).isFalse();
	}

	@Test
	@Timeout(60)
	void messagesAreLookedAtUntilTheLastOneThatWasHeldIsSent() throws Exception {
		hitEverything();
		CountDownLatch hangs = new CountDownLatch(1);
		CountDownLatch brokerIsBack = new CountDownLatch(1);
		HeldMessages<String> held = this.chaos.injector().hold((any) -> ORDERS, (message) -> {
			hangs.countDown();
			awaitOrGiveUp(brokerIsBack);
		}, String::length);
		held.hold("a", null, Duration.ofMillis(1));
		hangs.await();
		this.chaos.disable();
		assertThat(this.chaos.injector().isActive()).isTrue();
		brokerIsBack.countDown();
		await().until(() -> !this.chaos.injector().isActive());
	}

	private static void awaitOrGiveUp(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void everyChangeOfPlanReleasesWhatIsHeldBack() {
		hitEverything();
		List<String> released = new ArrayList<>();
		HeldMessages<String> held = this.chaos.injector().hold((any) -> ORDERS, released::add, String::length);
		held.hold("a", null, Duration.ofHours(1));
		this.chaos.setFailureRate(0.5);
		assertThat(released).containsExactly("a");
	}

	@Test
	void aClosedMiddlewareIsOffForGood() {
		hitEverything();
		List<String> released = new ArrayList<>();
		HeldMessages<String> held = this.chaos.injector().hold((any) -> ORDERS, released::add, String::length);
		held.hold("a", null, Duration.ofHours(1));
		this.chaos.close();
		assertThat(released).containsExactly("a");
		assertThat(this.chaos.injector().isClosed()).isTrue();
		assertThat(this.chaos.isEnabled()).isFalse();
		assertThat(this.chaos.injector().isActive()).isFalse();
		assertThat(send(ORDERS, 10)).isZero();
		assertThatIllegalStateException().isThrownBy(this.chaos::enable)
			.withMessage("must not be true while the application shuts down");
		assertThatIllegalStateException().isThrownBy(() -> this.chaos.enable(Duration.ofMinutes(1)));
		assertThat(this.chaos.isEnabled()).isFalse();
	}

	@Test
	void aClosedMiddlewareStillTakesChangesThatLeaveItOff() {
		this.chaos.close();
		this.chaos.setFailureRate(0.5);
		this.chaos.disable();
		this.chaos.reset();
		this.chaos.close();
		assertThat(this.chaos.plan()).isEqualTo(ChaosPlan.DEFAULT);
	}

	private void hitEverything() {
		this.chaos.addBehavior(new Losing("loss"), 1);
		this.chaos.setFailureRate(1);
		this.chaos.enable();
	}

	private int send(InjectionPoint point, int messages) {
		int hits = 0;
		for (int i = 0; i < messages; i++) {
			Injection injection = this.chaos.injector().decide(point, Letter.ACCESS, LETTER);
			if (injection != null && injection.carryOut(Postman.RELIABLE, LETTER)) {
				hits++;
			}
		}
		return hits;
	}

	private static void carryOut(ConfigurableChaosMiddleware chaos, Letter letter) {
		Injection injection = chaos.injector().decide(ORDERS, Letter.ACCESS, letter);
		assertThat(injection).isNotNull();
		injection.carryOut(Postman.RELIABLE, letter);
	}

	private ConfigurableChaosMiddleware middleware(ChaosPlan configured, boolean mark) {
		EngineSettings settings = new EngineSettings(List.of("first", "second"), mark, InstantSource.fixed(NOW),
				() -> this.random, 1);
		ConfigurableChaosMiddleware middleware = new ConfigurableChaosMiddleware(configured, new ByName(), settings);
		middleware.addListener(this.heard);
		return middleware;
	}

	private static String[] repeat(int times, String... words) {
		List<String> repeated = new ArrayList<>();
		for (String word : words) {
			for (int i = 0; i < times; i++) {
				repeated.add(word);
			}
		}
		return repeated.toArray(String[]::new);
	}

}
