package org.chaosspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a {@link Guard} can do to a middleware.
 */
class GuardTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final InjectionPoint POINT = new InjectionPoint("kafka", Direction.PRODUCE, "template");

	private static final Letter LETTER = Letter.to("orders");

	private static final ChaosPlan LOSING = ChaosPlan.DEFAULT.withFailureRate(1).withBehavior(new Losing("loss"), 1);

	private final Heard heard = new Heard();

	private final TestGuard guard = new TestGuard();

	private final ConfigurableChaosMiddleware chaos = middleware(LOSING);

	@AfterEach
	void close() {
		this.chaos.close();
	}

	@Test
	void beforeTheStartNothingCanBeEnabled() {
		assertRefused(this.chaos::enable, "enabled", "must not be true before the application is ready");
		this.chaos.setFailureRate(0.5);
		this.chaos.start();
		this.chaos.enable();
		assertThat(this.chaos.plan().failureRate()).isEqualTo(0.5);
		assertThat(this.chaos.isEnabled()).isTrue();
	}

	@Test
	void whatWasConfiguredAsEnabledIsOnFromTheStart() {
		try (ConfigurableChaosMiddleware other = middleware(LOSING.switchedOn(null))) {
			assertThat(other.plan()).isEqualTo(LOSING);
			assertThat(other.injector().isActive()).isFalse();
			other.start();
			assertThat(other.isEnabled()).isTrue();
			assertThat(this.heard.changes())
				.containsExactly(new ChaosEvent.PlanChanged(NOW, LOSING, LOSING.switchedOn(null), ChangeCause.SYSTEM));
			other.disable();
			other.start();
			assertThat(other.isEnabled()).as("started once").isFalse();
		}
	}

	@Test
	void whatMustNotBeEnabledAtTheStartStaysOffAndIsHeardOf() {
		this.guard.closed = "while it rains";
		try (ConfigurableChaosMiddleware other = middleware(LOSING.switchedOn(null))) {
			other.start();
			assertThat(other.isEnabled()).isFalse();
			assertThat(this.heard.all()).containsExactly(new ChaosEvent.ChangeRefused(NOW, "enabled",
					"must not be true while it rains", ChangeCause.SYSTEM));
			this.guard.closed = null;
			other.enable();
			assertThat(other.isEnabled()).isTrue();
		}
	}

	@Test
	void theGuardMayGiveAPlanAnEnd() {
		this.chaos.start();
		this.guard.end = NOW.plusSeconds(60);
		this.chaos.enable();
		assertThat(this.chaos.plan().until()).isEqualTo(NOW.plusSeconds(60));
	}

	@Test
	void whatTheGuardRefusesChangesNothingAndIsHeardOf() {
		this.chaos.start();
		this.guard.closed = "while it rains";
		assertRefused(this.chaos::enable, "enabled", "must not be true while it rains");
		assertThat(this.chaos.plan()).isEqualTo(LOSING);
		assertThat(this.heard.all()).containsExactly(
				new ChaosEvent.ChangeRefused(NOW, "enabled", "must not be true while it rains", ChangeCause.SYSTEM));
	}

	@Test
	void aChangeThatIsInvalidIsHeardOf() {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> this.chaos.setFailureRate(2));
		assertThat(this.heard.all()).containsExactly(new ChaosEvent.ChangeRefused(NOW, "failureRate",
				"must be a number from 0 to 1 but is 2.0", ChangeCause.SYSTEM));
	}

	@Test
	void nobodyIsAskedWhetherChaosMayBeSwitchedOff() {
		this.chaos.start();
		this.chaos.enable();
		this.guard.defect = new IllegalStateException("on purpose");
		this.chaos.disable();
		assertThat(this.chaos.isEnabled()).isFalse();
	}

	@Test
	void aCapLetsMessagesPassAndIsHeardOfEachTime() {
		this.guard.faultsLeft = 2;
		this.chaos.start();
		this.chaos.enable();
		assertThat(send(5)).isEqualTo(2);
		assertThat(this.heard.injected()).hasSize(2);
		assertThat(this.heard.all(ChaosEvent.CapReached.class)).containsExactly(
				new ChaosEvent.CapReached(NOW, "test-cap", POINT, true),
				new ChaosEvent.CapReached(NOW, "test-cap", POINT, false),
				new ChaosEvent.CapReached(NOW, "test-cap", POINT, false));
	}

	@Test
	void anAllowanceLastsFromWhenChaosIsSwitchedOnUntilItIsSwitchedOff() {
		this.guard.faultsLeft = 2;
		this.chaos.start();
		this.chaos.enable();
		assertThat(send(1)).isOne();
		this.chaos.removeTargetGroup("none");
		this.chaos.setFailureRate(0.999_999);
		assertThat(send(5)).isOne();
		this.chaos.disable();
		this.chaos.enable();
		assertThat(send(5)).isEqualTo(2);
		assertThat(this.heard.all(ChaosEvent.CapReached.class).stream().filter(ChaosEvent.CapReached::first))
			.hasSize(2);
	}

	@Test
	void aFaultThatCannotBeCarriedOutIsGivenBack() {
		this.guard.faultsLeft = 1;
		this.chaos.start();
		this.chaos.enable();
		decide().carryOut(new Postman((effect) -> false), LETTER);
		decide().carryOut(new Postman((effect) -> {
			throw new IllegalStateException("on purpose");
		}), LETTER);
		assertThat(send(5)).isOne();
	}

	@Test
	void aPointOfTheApplicationSpendsAsWell() {
		this.guard.faultsLeft = 1;
		this.chaos.start();
		this.chaos.enable();
		assertThat(this.chaos.shouldInjectChaos("checkout")).isTrue();
		assertThat(this.chaos.shouldInjectChaos("checkout")).isFalse();
	}

	@Test
	void messagesAreCountedIfTheAllowanceAsksForIt() {
		this.chaos.start();
		this.chaos.enable();
		send(3);
		assertThat(this.guard.passed).isEmpty();
		this.chaos.disable();
		this.guard.countsMessages = true;
		this.chaos.enable();
		this.chaos.setFailureRate(0);
		send(3);
		assertThat(this.guard.passed).containsExactly("orders", "orders", "orders");
	}

	@Test
	void whenNoMoreMayBeHeldThenWhatWouldHoldDoesNotHappen() {
		ChaosPlan delaying = ChaosPlan.DEFAULT.withFailureRate(1).withBehavior(new Delaying(false), 1);
		this.guard.mayHold = 1;
		this.chaos.start();
		HeldMessages<String> held = this.chaos.injector().hold((any) -> POINT, (message) -> {
		}, String::length);
		this.chaos.update((plan) -> delaying.switchedOn(null));
		assertThat(decide()).isNotNull();
		held.hold("a", null, Duration.ofHours(1));
		assertThat(this.chaos.injector().decide(POINT, Letter.ACCESS, LETTER)).isNull();
		assertThat(this.heard.all(ChaosEvent.CapReached.class))
			.containsExactly(new ChaosEvent.CapReached(NOW, "test-holds", POINT, true));
	}

	@Test
	void whatDoesNotHoldHappensHoweverMuchIsHeld() {
		this.guard.mayHold = 0;
		this.chaos.start();
		this.chaos
			.update((plan) -> LOSING.withBehavior(new Delaying(true), 1).withoutBehavior("loss").switchedOn(null));
		assertThat(decide()).isNotNull();
		this.chaos.update((plan) -> LOSING.switchedOn(null));
		assertThat(decide()).isNotNull();
	}

	@Test
	void whenNoMoreMayBeHeldThenALaneLeaves() {
		List<String> released = new ArrayList<>();
		this.guard.mayHold = 1;
		this.chaos.start();
		this.chaos.enable();
		HeldMessages<String> held = this.chaos.injector().hold((any) -> POINT, released::add, String::length);
		held.hold("a", "lane", Duration.ofHours(1));
		held.follow("b", "lane", () -> released.add("b waits"));
		assertThat(released).containsExactly("a");
		assertThat(this.heard.all(ChaosEvent.CapReached.class))
			.containsExactly(new ChaosEvent.CapReached(NOW, "test-holds", null, true));
	}

	@Test
	void aHaltSwitchesEverythingOffAndReleasesWhatIsHeld() {
		List<String> released = new ArrayList<>();
		this.chaos.start();
		this.chaos.enable();
		this.chaos.injector().hold((any) -> POINT, released::add, String::length).hold("a", null, Duration.ofHours(1));
		ChaosPlan on = this.chaos.plan();
		this.guard.halt = new Halt(NOW, "test", "enough is enough");
		await().until(() -> !this.heard.all(ChaosEvent.Halted.class).isEmpty());
		assertThat(this.chaos.injector().isActive()).isFalse();
		assertThat(this.chaos.plan()).isEqualTo(LOSING);
		assertThat(released).containsExactly("a");
		assertThat(this.heard.all(ChaosEvent.Halted.class))
			.containsExactly(new ChaosEvent.Halted(NOW, this.guard.halt, on));
		assertThat(this.heard.changes()).last()
			.isEqualTo(new ChaosEvent.PlanChanged(NOW, on, LOSING, ChangeCause.SYSTEM));
	}

	@Test
	void aGuardThatFailsWhileItIsAskedStopsChaos() {
		this.chaos.start();
		this.chaos.enable();
		this.guard.defect = new IllegalStateException("on purpose");
		await().until(() -> !this.heard.all(ChaosEvent.Halted.class).isEmpty());
		assertThat(this.chaos.isEnabled()).isFalse();
		assertThat(this.heard.all(ChaosEvent.Halted.class)).singleElement()
			.satisfies((halted) -> assertThat(halted.halt().reason())
				.isEqualTo("the guard failed with java.lang.IllegalStateException"));
	}

	@Test
	void anAllowanceThatFailsHarmsNoMessageAndHoldsNoChangeUp() {
		this.guard.faultsLeft = -1;
		this.chaos.start();
		this.chaos.enable();
		assertThat(send(3)).isZero();
		assertThat(this.heard.failed()).hasSize(3);
		this.chaos.disable();
		assertThat(this.chaos.isEnabled()).isFalse();
	}

	@Test
	void theGuardIsAskedOnlyWhileChaosIsOn() {
		this.chaos.start();
		this.chaos.enable();
		await().until(() -> this.guard.asked.get() >= 2);
		this.chaos.disable();
		int asked = this.guard.asked.get();
		await().during(Duration.ofMillis(600)).until(() -> this.guard.asked.get() <= asked + 1);
	}

	@Test
	void theGuardHearsOfAChangeBeforeTheOthers() {
		this.chaos.start();
		this.chaos.enable();
		assertThat(this.heard.changes()).hasSize(1);
		assertThat(this.guard.heardBeforeOthers).isTrue();
	}

	@Test
	void theGuardWatchesUntilTheApplicationShutsDown() {
		this.chaos.disable();
		assertThat(this.guard.resting).isFalse();
		this.chaos.close();
		assertThat(this.guard.resting).isTrue();
	}

	private int send(int messages) {
		int hits = 0;
		for (int i = 0; i < messages; i++) {
			Injection hit = this.chaos.injector().decide(POINT, Letter.ACCESS, LETTER);
			if (hit != null && hit.carryOut(Postman.RELIABLE, LETTER)) {
				hits++;
			}
		}
		return hits;
	}

	private Injection decide() {
		Injection hit = this.chaos.injector().decide(POINT, Letter.ACCESS, LETTER);
		assertThat(hit).isNotNull();
		hit.carryOut(Postman.RELIABLE, LETTER);
		return hit;
	}

	private static void assertRefused(Runnable change, String field, String reason) {
		assertThatExceptionOfType(ChaosRefusedException.class).isThrownBy(change::run)
			.withMessage(reason)
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field));
	}

	private ConfigurableChaosMiddleware middleware(ChaosPlan configured) {
		EngineSettings settings = new EngineSettings(List.of(), true, InstantSource.fixed(NOW),
				() -> new SplittableRandom(42), 1);
		ConfigurableChaosMiddleware middleware = new ConfigurableChaosMiddleware(configured, new ByName(), settings,
				this.guard);
		middleware.addListener(this.heard);
		return middleware;
	}

	/**
	 * Does what a test says.
	 */
	private final class TestGuard implements Guard {

		private final AtomicInteger asked = new AtomicInteger();

		private final List<String> passed = new ArrayList<>();

		private volatile @Nullable String closed;

		private volatile @Nullable Instant end;

		private volatile @Nullable RuntimeException defect;

		private volatile @Nullable Halt halt;

		private volatile boolean resting;

		private volatile int mayHold = Integer.MAX_VALUE;

		private volatile boolean countsMessages;

		private volatile boolean heardBeforeOthers;

		private int faultsLeft = Integer.MAX_VALUE;

		@Override
		public void close() {
			this.resting = true;
		}

		@Override
		public ChaosPlan admit(ChaosPlan from, ChaosPlan to, Instant now) {
			fail();
			if (to.enabled() && this.closed != null) {
				throw new ChaosRefusedException("enabled", "must not be true " + this.closed);
			}
			return (to.enabled() && this.end != null) ? to.switchedOn(this.end) : to;
		}

		private void fail() {
			RuntimeException thrown = this.defect;
			if (thrown != null) {
				throw thrown;
			}
		}

		@Override
		public Allowance allowance() {
			AtomicInteger left = new AtomicInteger(this.faultsLeft);
			boolean counts = this.countsMessages;
			return new Allowance() {

				@Override
				public boolean countsMessages() {
					return counts;
				}

				@Override
				public void passes(String destination) {
					TestGuard.this.passed.add(destination);
				}

				@Override
				public @Nullable String spend(ChaosEvent.FaultInjected fault) {
					if (left.get() < 0) {
						throw new IllegalStateException("on purpose");
					}
					return (left.getAndUpdate((count) -> Math.max(0, count - 1)) > 0) ? null : "test-cap";
				}

				@Override
				public void giveBack(ChaosEvent.FaultInjected fault) {
					left.incrementAndGet();
				}

			};
		}

		@Override
		public @Nullable String holds(int messages, long bytes) {
			assertThat(bytes).isEqualTo(messages);
			return (messages < this.mayHold) ? null : "test-holds";
		}

		@Override
		public @Nullable Halt halt(Instant now) {
			this.asked.incrementAndGet();
			fail();
			return this.halt;
		}

		@Override
		public void onEvent(ChaosEvent event) {
			this.heardBeforeOthers = GuardTests.this.heard.all().isEmpty();
		}

	}

	/**
	 * Delays the message.
	 *
	 * @param blocking whether the sending thread waits
	 */
	private record Delaying(boolean blocking) implements Behavior {

		@Override
		public String name() {
			return "delaying";
		}

		@Override
		public Map<String, Object> parameters() {
			return Map.of();
		}

		@Override
		public Effect effect(MessageView message, RandomGenerator random) {
			return new Effect.Delay(Duration.ofMillis(1), this.blocking, false, false);
		}

	}

}
