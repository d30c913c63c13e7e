package org.chaosspring.actuate;

import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;

import org.chaosspring.engine.ChangeCause;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Letter;
import org.chaosspring.engine.MessageView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForecastCounts}.
 */
class ForecastCountsTests {

	private static final InjectionPoint POINT = new InjectionPoint("kafka", Direction.PRODUCE, "kafkaTemplate");

	private static final ChaosPlan DRY = ChaosPlan.DEFAULT.dryRunning(null);

	private final ForecastCounts counts = new ForecastCounts();

	@Test
	void whatWouldHaveBeenHitIsCountedByBehaviorGroupAndDestination() {
		forecast("message-loss", "shop", "orders");
		forecast("message-loss", "shop", "payments");
		forecast("duplication", "kafka", "orders");
		assertThat(this.counts.snapshot())
			.isEqualTo(new ChaosState.Forecast(3, Map.of("message-loss", 2L, "duplication", 1L),
					Map.of("shop", 2L, "kafka", 1L), Map.of("orders", 2L, "payments", 1L)));
	}

	@Test
	void whatWasHitIsNotCounted() {
		this.counts.onEvent(fault("message-loss", "shop", "orders"));
		assertThat(this.counts.snapshot().total()).isZero();
	}

	@Test
	void theNextDryRunBeginsAnew() {
		forecast("message-loss", "shop", "orders");
		this.counts
			.onEvent(new ChaosEvent.PlanChanged(Instant.EPOCH, DRY, DRY.withFailureRate(0.5), ChangeCause.SYSTEM));
		this.counts.onEvent(new ChaosEvent.PlanChanged(Instant.EPOCH, DRY, DRY.switchedOn(null), ChangeCause.SYSTEM));
		assertThat(this.counts.snapshot().total()).as("goes on, and is kept").isOne();
		this.counts.onEvent(new ChaosEvent.PlanChanged(Instant.EPOCH, ChaosPlan.DEFAULT, DRY, ChangeCause.SYSTEM));
		assertThat(this.counts.snapshot()).isEqualTo(new ChaosState.Forecast(0, Map.of(), Map.of(), Map.of()));
	}

	@Test
	void destinationsWithoutEndAreCountedTogether() {
		IntStream.range(0, NameCounts.MAX_NAMES + 5).forEach((i) -> forecast("message-loss", "shop", "reply-" + i));
		assertThat(this.counts.snapshot().destinations()).hasSize(NameCounts.MAX_NAMES + 1)
			.containsEntry(NameCounts.OTHERS, 5L);
	}

	private void forecast(String behavior, String group, String destination) {
		this.counts.onEvent(new ChaosEvent.FaultForecast(Instant.EPOCH, fault(behavior, group, destination)));
	}

	private static ChaosEvent.FaultInjected fault(String behavior, String group, String destination) {
		return new ChaosEvent.FaultInjected(Instant.EPOCH, POINT, group, behavior, "1", "id", null,
				MessageView.of(Letter.ACCESS, Letter.to(destination)));
	}

}
