package org.chaosspring.actuate;

import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;

import org.chaosspring.engine.ChangeCause;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InjectionPoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InjectionCounts}.
 */
class InjectionCountsTests {

	private static final InjectionPoint POINT = new InjectionPoint("kafka", Direction.PRODUCE, "kafkaTemplate");

	private final InjectionCounts counts = new InjectionCounts();

	@Test
	void faultsAreCountedByBehaviorAndByGroup() {
		inject("message-loss", "orders");
		inject("message-loss", "payments");
		inject("duplication", "orders");
		assertThat(this.counts.snapshot()).isEqualTo(new ChaosState.Counts(3,
				Map.of("message-loss", 2L, "duplication", 1L), Map.of("orders", 2L, "payments", 1L), 0));
	}

	@Test
	void errorsAreCountedApart() {
		this.counts.onEvent(new ChaosEvent.InjectionFailed(Instant.EPOCH, POINT, new IllegalStateException()));
		assertThat(this.counts.snapshot()).isEqualTo(new ChaosState.Counts(0, Map.of(), Map.of(), 1));
	}

	@Test
	void changesAreNotCounted() {
		this.counts.onEvent(
				new ChaosEvent.PlanChanged(Instant.EPOCH, ChaosPlan.DEFAULT, ChaosPlan.DEFAULT, ChangeCause.SYSTEM));
		assertThat(this.counts.snapshot()).isEqualTo(new ChaosState.Counts(0, Map.of(), Map.of(), 0));
	}

	@Test
	void namesBeyondTheMaximumAreCountedTogether() {
		IntStream.range(0, NameCounts.MAX_NAMES + 5).forEach((i) -> inject("custom", "group-" + i));
		inject("custom", "group-0");
		ChaosState.Counts snapshot = this.counts.snapshot();
		assertThat(snapshot.injected()).isEqualTo(Map.of("custom", NameCounts.MAX_NAMES + 6L));
		assertThat(snapshot.groups()).hasSize(NameCounts.MAX_NAMES + 1)
			.containsEntry("group-0", 2L)
			.containsEntry(NameCounts.OTHERS, 5L);
	}

	@Test
	void faultsAtTheSameTimeAreAllCounted() {
		IntStream.range(0, 10_000).parallel().forEach((i) -> inject("message-loss", "group-" + i % 10));
		assertThat(this.counts.snapshot().total()).isEqualTo(10_000);
		assertThat(this.counts.snapshot().groups()).hasSize(10).containsEntry("group-3", 1_000L);
	}

	private void inject(String behavior, String group) {
		this.counts.onEvent(
				new ChaosEvent.FaultInjected(Instant.EPOCH, POINT, group, behavior, "1", "orders-0-1", null, null));
	}

}
