package org.chaosspring.halt;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeterHalt}.
 */
class MeterHaltTests {

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void aGaugeThatIsAboveItsBoundHaltsAtOnce() {
		AtomicInteger lag = this.registry.gauge("lag", new AtomicInteger(10));
		MeterHalt halt = halt(MeterStatistic.VALUE, 10.0, null, Duration.ZERO);
		assertThat(halt.check()).isNull();
		lag.set(11);
		assertThat(halt.check()).isEqualTo("lag is 11.0, above 10.0");
	}

	@Test
	void aGaugeThatIsBelowItsBoundHalts() {
		AtomicInteger workers = this.registry.gauge("lag", new AtomicInteger(1));
		MeterHalt halt = halt(MeterStatistic.VALUE, null, 1.0, Duration.ZERO);
		assertThat(halt.check()).isNull();
		workers.set(0);
		assertThat(halt.check()).isEqualTo("lag is 0.0, below 1.0");
	}

	@Test
	void aBoundForATimeHaltsOnlyWhenItIsExceededAllTheTime() {
		AtomicInteger lag = this.registry.gauge("lag", new AtomicInteger(11));
		MeterHalt halt = halt(MeterStatistic.VALUE, 10.0, null, Duration.ofSeconds(30));
		assertThat(halt.check()).isNull();
		assertThat(after(29, halt)).isNull();
		lag.set(10);
		assertThat(after(1, halt)).isNull();
		lag.set(11);
		assertThat(after(1, halt)).isNull();
		assertThat(after(29, halt)).isNull();
		assertThat(after(1, halt)).isEqualTo("lag is 11.0, above 10.0 for 30s");
	}

	@Test
	void aCounterThatGrowsTooMuchWithinATimeHalts() {
		Counter errors = this.registry.counter("lag");
		errors.increment(1_000);
		MeterHalt halt = halt(MeterStatistic.GROWTH, 3.0, null, Duration.ofMinutes(1));
		assertThat(halt.check()).isNull();
		for (int i = 0; i < 10; i++) {
			errors.increment();
			assertThat(after(30, halt)).isNull();
		}
		errors.increment(2);
		assertThat(after(30, halt)).isNull();
		errors.increment(2);
		assertThat(after(30, halt)).isEqualTo("lag grew by 4.0, above 3.0 within 1m");
	}

	@Test
	void theHighestAndTheMeanValueOfATimerAreSeen() {
		Timer timer = this.registry.timer("lag");
		timer.record(1, TimeUnit.SECONDS);
		timer.record(3, TimeUnit.SECONDS);
		assertThat(halt(MeterStatistic.MAX, 2.9, null, Duration.ZERO).check()).isEqualTo("lag is 3.0, above 2.9");
		assertThat(halt(MeterStatistic.MEAN, 1.9, null, Duration.ZERO).check()).isEqualTo("lag is 2.0, above 1.9");
		assertThat(halt(MeterStatistic.VALUE, 1.9, null, Duration.ZERO).check()).isEqualTo("lag is 2.0, above 1.9");
		assertThat(halt(MeterStatistic.MEAN, 2.0, null, Duration.ZERO).check()).isNull();
	}

	@Test
	void timersAreSeenInSecondsWhateverTheRegistryMeasuresIn() {
		MeterRegistry inMillis = new SimpleMeterRegistry() {

			@Override
			protected TimeUnit getBaseTimeUnit() {
				return TimeUnit.MILLISECONDS;
			}

		};
		Timer timer = inMillis.timer("lag");
		MeterHalt mean = halt(MeterStatistic.MEAN, 1.9, inMillis);
		assertThat(mean.check()).as("without a time").isNull();
		timer.record(1, TimeUnit.SECONDS);
		timer.record(3, TimeUnit.SECONDS);
		assertThat(mean.check()).isEqualTo("lag is 2.0, above 1.9");
		assertThat(halt(MeterStatistic.MAX, 2.9, inMillis).check()).isEqualTo("lag is 3.0, above 2.9");
	}

	@Test
	void ofSeveralMetersOneIsEnough() {
		this.registry.gauge("lag", Tags.of("topic", "orders"), 1);
		this.registry.gauge("lag", Tags.of("topic", "payments"), 100);
		assertThat(halt(MeterStatistic.VALUE, 10.0, null, Duration.ZERO).check()).isNotNull();
	}

	@Test
	void onlyMetersWithTheTagsCount() {
		this.registry.gauge("lag", Tags.of("topic", "payments", "partition", "0"), 100);
		assertThat(haltFor(Map.of("topic", "orders")).check()).isNull();
		assertThat(haltFor(Map.of("topic", "payments")).check()).isNotNull();
	}

	@Test
	void aMeterThatIsNotThereOrHasNoValueDoesNotHalt() {
		assertThat(halt(MeterStatistic.VALUE, null, 1.0, Duration.ZERO).check()).isNull();
		this.registry.gauge("lag", Double.NaN);
		assertThat(halt(MeterStatistic.VALUE, null, 1.0, Duration.ZERO).check()).isNull();
		assertThat(halt(MeterStatistic.MAX, null, 1.0, Duration.ZERO).check()).isNull();
		assertThat(halt(MeterStatistic.MEAN, null, 1.0, Duration.ZERO).check()).isNull();
	}

	@Test
	void withoutARegistryNothingHalts() {
		MeterBound bound = new MeterBound("lag", Map.of(), MeterStatistic.VALUE, null, 1.0, Duration.ZERO);
		assertThat(new MeterHalt("lag", bound, () -> null).check()).isNull();
	}

	@Test
	void whenChaosBeginsAgainThenWhatWasSeenIsForgotten() {
		this.registry.gauge("lag", 11);
		MeterHalt halt = halt(MeterStatistic.VALUE, 10.0, null, Duration.ofSeconds(30));
		assertThat(halt.check()).isNull();
		halt.begin();
		assertThat(after(30, halt)).isNull();
		assertThat(after(30, halt)).isNotNull();
	}

	private @Nullable String after(int seconds, MeterHalt halt) {
		this.nanoTime.addAndGet(Duration.ofSeconds(seconds).toNanos());
		return halt.check();
	}

	private MeterHalt haltFor(Map<String, String> tags) {
		return new MeterHalt("lag", new MeterBound("lag", tags, MeterStatistic.VALUE, 10.0, null, Duration.ZERO),
				() -> this.registry);
	}

	private MeterHalt halt(MeterStatistic statistic, double above, MeterRegistry of) {
		return new MeterHalt("lag", new MeterBound("lag", Map.of(), statistic, above, null, Duration.ZERO), () -> of,
				this.nanoTime::get);
	}

	private MeterHalt halt(MeterStatistic statistic, @Nullable Double above, @Nullable Double below, Duration lasting) {
		return new MeterHalt("lag", new MeterBound("lag", Map.of(), statistic, above, below, lasting),
				() -> this.registry, this.nanoTime::get);
	}

}
