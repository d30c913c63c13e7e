package org.chaosspring.safety;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.chaosspring.engine.Halt;
import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Halts} and {@link HaltWatch}.
 */
class HaltsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final InstantSource CLOCK = InstantSource.fixed(NOW);

	private final AtomicInteger checks = new AtomicInteger();

	private final CountDownLatch answer = new CountDownLatch(1);

	private final long threadsBefore = threads();

	private volatile @Nullable String reason;

	private final Halts halts = halts(condition("lag", () -> {
		this.checks.incrementAndGet();
		return this.reason;
	}));

	@AfterEach
	void close() {
		this.answer.countDown();
		this.halts.close();
	}

	@Test
	void whileChaosIsOffNothingIsChecked() {
		assertThat(this.halts.found(NOW)).isNull();
		assertThat(this.checks).hasValue(0);
		assertThat(threads()).as("those of others may end").isLessThanOrEqualTo(this.threadsBefore);
	}

	@Test
	void aConditionIsCheckedAgainAndAgainUntilItSaysStop() {
		this.halts.begin();
		await().until(() -> this.checks.get() >= 3);
		assertThat(this.halts.found(NOW)).isNull();
		assertThat(threads()).isPositive();
		this.reason = "too much of it";
		await().until(() -> this.halts.found(NOW) != null);
		assertThat(this.halts.found(NOW)).isEqualTo(new Halt(NOW, "lag", "too much of it"));
	}

	@Test
	void whenChaosEndsThenTheChecksDo() {
		this.reason = "too much of it";
		this.halts.begin();
		await().until(() -> this.halts.found(NOW) != null);
		this.halts.end();
		assertThat(this.halts.found(NOW)).isNull();
	}

	@Test
	void theFirstConditionThatSaysStopIsTheCause() {
		HaltWatch watch = watch(condition("first", () -> null), condition("second", () -> "broken"),
				condition("third", () -> "broken as well"));
		watch.check();
		assertThat(watch.found(NOW)).isEqualTo(new Halt(NOW, "second", "broken"));
		assertThat(watch.isOver()).isTrue();
	}

	@Test
	void aCheckThatFailsStopsChaosWithoutTellingWhatTheErrorSays() {
		HaltWatch watch = watch(condition("lag", () -> {
			throw new IllegalStateException("secret");
		}));
		watch.check();
		assertThat(watch.found(NOW))
			.isEqualTo(new Halt(NOW, "lag", "its check failed with java.lang.IllegalStateException"));
	}

	@Test
	void aCheckThatCannotEvenBeLinkedStopsChaos() {
		HaltWatch watch = watch(condition("lag", () -> {
			throw new NoClassDefFoundError("secret");
		}));
		watch.check();
		assertThat(watch.found(NOW))
			.isEqualTo(new Halt(NOW, "lag", "its check failed with java.lang.NoClassDefFoundError"));
	}

	@Test
	void aCheckThatDoesNotAnswerStopsChaos() {
		AtomicLong nanoTime = new AtomicLong();
		CountDownLatch asked = new CountDownLatch(1);
		HaltWatch watch = new HaltWatch(List.of(condition("stuck", () -> {
			asked.countDown();
			awaitAnswer();
			return null;
		})), CLOCK, nanoTime::get);
		Thread thread = new Thread(watch::check);
		thread.setDaemon(true);
		thread.start();
		await().until(() -> asked.getCount() == 0);
		nanoTime.set(Duration.ofSeconds(10).toNanos());
		assertThat(watch.found(NOW)).isNull();
		nanoTime.incrementAndGet();
		assertThat(watch.found(NOW)).isEqualTo(new Halt(NOW, "stuck", "its check did not answer within 10s"));
	}

	@Test
	void aThreadThatStillWaitsForAnOldCheckStopsChaosAsWell() {
		AtomicLong nanoTime = new AtomicLong();
		HaltWatch neverRun = new HaltWatch(List.of(), CLOCK, nanoTime::get);
		nanoTime.set(Duration.ofSeconds(11).toNanos());
		assertThat(neverRun.found(NOW)).isEqualTo(new Halt(NOW, "halts", "its check did not answer within 10s"));
	}

	@Test
	void whereThereIsNothingToAskChaosGoesOn() {
		AtomicLong nanoTime = new AtomicLong();
		HaltWatch idle = new HaltWatch(List.of(), CLOCK, nanoTime::get);
		idle.begin();
		for (int second = 1; second <= 20; second++) {
			nanoTime.set(Duration.ofSeconds(second).toNanos());
			assertThat(idle.found(NOW)).isNull();
			idle.check();
		}
	}

	@Test
	void conditionsThatCannotBeHadStopChaosWithoutTellingWhatTheErrorSays() {
		try (Halts other = new Halts(() -> {
			throw new IllegalStateException("secret");
		}, Duration.ofMillis(10), CLOCK)) {
			other.begin();
			await().until(() -> other.found(NOW) != null);
			assertThat(other.found(NOW)).isEqualTo(new Halt(NOW, "halts",
					"its conditions could not be had because of java.lang.IllegalStateException"));
		}
	}

	@Test
	void whenChaosBeginsThenConditionsForgetWhatTheySaw() {
		AtomicInteger begun = new AtomicInteger();
		HaltCondition forgetful = new HaltCondition() {

			@Override
			public String name() {
				return "forgetful";
			}

			@Override
			public void begin() {
				begun.incrementAndGet();
			}

			@Override
			public @Nullable String check() {
				return null;
			}

		};
		try (Halts other = halts(forgetful)) {
			other.begin();
			await().until(() -> begun.get() == 1);
			other.end();
			other.begin();
			await().until(() -> begun.get() == 2);
		}
	}

	@Test
	void aHaltKeepsTheGateClosedUntilItIsAcknowledged() {
		assertThat(this.halts.closed()).isNull();
		this.halts.halted(new Halt(NOW, "lag", "too much of it"), true);
		assertThat(this.halts.closed()).isEqualTo("before the halt by lag is acknowledged: too much of it");
		assertThat(this.halts.isAcknowledged()).isFalse();
		this.halts.acknowledge();
		assertThat(this.halts.closed()).isNull();
		assertThat(this.halts.last()).isEqualTo(new Halt(NOW, "lag", "too much of it"));
	}

	@Test
	void aHaltThatNeedNotBeAcknowledgedIsRememberedAllTheSame() {
		this.halts.halted(new Halt(NOW, "kill-switch", "somebody said so"), false);
		assertThat(this.halts.closed()).isNull();
		assertThat(this.halts.last()).isEqualTo(new Halt(NOW, "kill-switch", "somebody said so"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT0.009S", "PT1.001S" })
	void anIntervalOutOfRangeIsRefused(Duration interval) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> new Halts(List::<HaltCondition>of, interval, CLOCK))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("halts.interval"));
	}

	private void awaitAnswer() {
		try {
			this.answer.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("chaos-halts"))
			.count();
	}

	private static Halts halts(HaltCondition... conditions) {
		return new Halts(() -> List.of(conditions), Duration.ofMillis(10), CLOCK);
	}

	private static HaltWatch watch(HaltCondition... conditions) {
		return new HaltWatch(List.of(conditions), CLOCK, System::nanoTime);
	}

	private static HaltCondition condition(String name, Supplier<@Nullable String> check) {
		return new HaltCondition() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public @Nullable String check() {
				return check.get();
			}

		};
	}

}
