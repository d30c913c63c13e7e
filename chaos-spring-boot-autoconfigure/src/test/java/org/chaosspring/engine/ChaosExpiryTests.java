package org.chaosspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ChaosExpiryTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final Heard heard = new Heard();

	private final ConfigurableChaosMiddleware chaos = middleware(ChaosPlan.DEFAULT);

	@AfterEach
	void close() {
		this.chaos.close();
	}

	@Test
	void switchesItselfOffWhenTheTimeIsOver() {
		this.chaos.enable(Duration.ofMillis(50));
		ChaosPlan on = this.heard.changes().get(0).to();
		assertThat(on.until()).isEqualTo(NOW.plusMillis(50));
		await().until(() -> !this.chaos.injector().isActive());
		await().until(() -> this.heard.changes().size() == 2);
		assertThat(this.chaos.plan()).isEqualTo(ChaosPlan.DEFAULT);
		assertThat(this.heard.changes()).containsExactly(
				new ChaosEvent.PlanChanged(NOW, ChaosPlan.DEFAULT, on, ChangeCause.SYSTEM),
				new ChaosEvent.PlanChanged(NOW, on, ChaosPlan.DEFAULT, ChangeCause.SYSTEM));
	}

	@Test
	void isOnUntilTheTimeIsOver() {
		long before = System.nanoTime();
		this.chaos.enable(Duration.ofMillis(100));
		await().until(() -> !this.chaos.isEnabled());
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
	}

	@Test
	void releasesWhatIsHeldBackWhenTheTimeIsOver() {
		List<String> released = new ArrayList<>();
		HeldMessages<String> held = this.chaos.injector()
			.hold((any) -> new InjectionPoint("kafka", Direction.PRODUCE, "template"), released::add, String::length);
		await().until(() -> holdsWhileItIsOn(held));
		await().until(() -> this.chaos.held() == 0);
		assertThat(released).containsExactly("a");
		await().until(() -> !this.chaos.injector().isActive());
	}

	/**
	 * Seams hold nothing when the time is over, but this test may be so slow.
	 */
	private boolean holdsWhileItIsOn(HeldMessages<String> held) {
		this.chaos.enable(Duration.ofMillis(200));
		held.hold("a", null, Duration.ofHours(1));
		boolean on = this.chaos.isEnabled();
		if (!on) {
			held.withdrawAll();
		}
		return on;
	}

	@Test
	void expiresAsWellIfSomethingElseWasChangedMeanwhile() {
		this.chaos.enable(Duration.ofMillis(50));
		this.chaos.setFailureRate(0.5);
		await().until(() -> !this.chaos.isEnabled());
		assertThat(this.chaos.plan()).isEqualTo(ChaosPlan.DEFAULT.withFailureRate(0.5));
	}

	@Test
	void aConfiguredEndHoldsFromTheStart() {
		try (ConfigurableChaosMiddleware other = middleware(ChaosPlan.DEFAULT.switchedOn(NOW.plusMillis(50)))) {
			await().until(() -> !other.isEnabled());
		}
	}

	@Test
	void anEndThatIsOverSwitchesOffAtOnce() {
		try (ConfigurableChaosMiddleware other = middleware(ChaosPlan.DEFAULT.switchedOn(NOW.minusSeconds(1)))) {
			await().until(() -> !other.isEnabled());
		}
	}

	@Test
	void whatIsEnabledWithoutAnEndForgetsTheOneBefore() {
		this.chaos.enable(Duration.ofMillis(20));
		this.chaos.enable();
		assertThat(this.chaos.plan().until()).isNull();
		await().during(Duration.ofMillis(100)).until(this.chaos::isEnabled);
	}

	@Test
	void aLaterEndTakesThePlaceOfTheOneBefore() {
		this.chaos.enable(Duration.ofMillis(20));
		this.chaos.enable(Duration.ofHours(1));
		assertThat(this.chaos.plan().until()).isEqualTo(NOW.plusSeconds(3_600));
		await().during(Duration.ofMillis(100)).until(this.chaos::isEnabled);
	}

	@Test
	void disableForgetsTheEnd() {
		this.chaos.enable(Duration.ofMillis(20));
		this.chaos.disable();
		this.chaos.enable();
		await().during(Duration.ofMillis(100)).until(this.chaos::isEnabled);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-0.001S", "PT-1H" })
	void aTimeThatIsNotLongerThanZeroIsRefused(Duration duration) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> this.chaos.enable(duration))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("duration"))
			.withMessage("must be longer than zero but is " + duration);
		assertThat(this.chaos.isEnabled()).isFalse();
	}

	@Test
	void aTimeBeyondTheCalendarIsRefused() {
		Duration eternity = Duration.ofSeconds(Long.MAX_VALUE);
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> this.chaos.enable(eternity))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("duration"))
			.withMessage("must end within the calendar but is " + eternity);
		assertThat(this.chaos.isEnabled()).isFalse();
	}

	@Test
	void aTimeOfAThousandYearsIsTaken() {
		this.chaos.enable(Duration.ofDays(365_000));
		assertThat(this.chaos.plan().until()).isEqualTo(NOW.plus(Duration.ofDays(365_000)));
		await().during(Duration.ofMillis(50)).until(this.chaos::isEnabled);
		this.chaos.disable();
		assertThat(this.chaos.isEnabled()).isFalse();
		assertThat(this.heard.changes()).hasSize(2);
	}

	@Test
	void tellsThatTheTimeIsOver() {
		this.chaos.enable(Duration.ofMillis(20));
		ChaosPlan on = this.heard.changes().get(0).to();
		await().until(() -> !this.heard.all(ChaosEvent.Expired.class).isEmpty());
		assertThat(this.heard.all(ChaosEvent.Expired.class)).containsExactly(new ChaosEvent.Expired(NOW, on));
	}

	@Test
	void whoDisablesItDoesNotHearThatTheTimeIsOver() {
		this.chaos.enable(Duration.ofSeconds(1));
		this.chaos.disable();
		await().during(Duration.ofSeconds(2)).until(() -> this.heard.all(ChaosEvent.Expired.class).isEmpty());
	}

	@Test
	void aClockThatIsSetAheadPastTheEndSwitchesItOff() {
		AtomicReference<Instant> time = new AtomicReference<>(NOW);
		try (ConfigurableChaosMiddleware other = middleware(ChaosPlan.DEFAULT, time::get)) {
			other.enable(Duration.ofHours(1));
			time.set(NOW.plusSeconds(3_599));
			await().during(Duration.ofMillis(400)).until(other::isEnabled);
			time.set(NOW.plusSeconds(3_600));
			await().until(() -> !other.isEnabled());
		}
	}

	@Test
	void aClockThatIsSetBackDoesNotMakeItLonger() {
		AtomicReference<Instant> time = new AtomicReference<>(NOW);
		try (ConfigurableChaosMiddleware other = middleware(ChaosPlan.DEFAULT, time::get)) {
			other.enable(Duration.ofMillis(300));
			time.set(NOW.minusSeconds(86_400));
			other.setFailureRate(0.5);
			await().atMost(Duration.ofSeconds(30)).until(() -> !other.isEnabled());
		}
	}

	private ConfigurableChaosMiddleware middleware(ChaosPlan configured) {
		return middleware(configured, InstantSource.fixed(NOW));
	}

	private ConfigurableChaosMiddleware middleware(ChaosPlan configured, InstantSource clock) {
		EngineSettings settings = new EngineSettings(List.of(), true, clock, () -> new SplittableRandom(42), 1);
		ConfigurableChaosMiddleware middleware = new ConfigurableChaosMiddleware(configured, new ByName(), settings);
		middleware.addListener(this.heard);
		return middleware;
	}

}
