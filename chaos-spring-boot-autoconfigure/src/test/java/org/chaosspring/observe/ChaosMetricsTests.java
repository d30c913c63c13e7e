package org.chaosspring.observe;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Halt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChaosMetrics}.
 */
class ChaosMetricsTests {

	private final Points points = new Points();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		ChaosMetrics metrics = new ChaosMetrics(this.points.chaos());
		metrics.bindTo(this.registry);
		this.points.chaos().addListener(metrics);
	}

	@Test
	void eachFaultCountsOnceUnderItsTags() {
		this.points.always("message-loss", Map.of());
		for (int i = 0; i < 1_000; i++) {
			this.points.pass(Map.of());
		}
		assertThat(this.registry.get("chaos.injected")
			.tags("broker", "kafka", "direction", "produce", "group", "template", "behavior", "message-loss")
			.counter()
			.count()).isEqualTo(1_000);
		assertThat(this.registry.find("chaos.injected").counters()).hasSize(1);
		assertThat(this.registry.find("chaos.delay").timer()).isNull();
	}

	@Test
	void delaysAreTimed() {
		this.points.always("network-delay", Map.of("delay", "250ms"));
		this.points.pass(Map.of());
		this.points.pass(Map.of());
		assertThat(this.registry.get("chaos.delay")
			.tags("broker", "kafka", "direction", "produce", "group", "template")
			.timer()
			.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(500);
	}

	@Test
	void theTagOfTheGroupIsTheTargetThatMatched() {
		this.points.always("duplication", Map.of());
		this.points.chaos().addTargetGroup("orders");
		this.points.pass(Map.of());
		assertThat(this.registry.get("chaos.injected").tag("group", "orders").counter().count()).isOne();
	}

	@Test
	void gaugesFollowTheState() {
		assertThat(gauge("chaos.enabled")).isZero();
		assertThat(gauge("chaos.failure.rate")).isEqualTo(0.01);
		this.points.chaos().enable();
		this.points.chaos().setFailureRate(0.5);
		assertThat(gauge("chaos.enabled")).isOne();
		assertThat(gauge("chaos.failure.rate")).isEqualTo(0.5);
		assertThat(gauge("chaos.held")).isZero();
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

	@Test
	void anErrorInsideChaosCountsAsErrorAndNotAsFault() {
		this.points.always("message-loss", Map.of());
		this.points.pass(Map.of("fails", "yes"));
		assertThat(this.registry.get("chaos.errors").counter().count()).isOne();
		assertThat(this.registry.find("chaos.injected").counter()).isNull();
	}

	@Test
	void everyRegistryThatIsBoundCounts() {
		MeterRegistry second = new SimpleMeterRegistry();
		ChaosMetrics metrics = new ChaosMetrics(this.points.chaos());
		metrics.bindTo(second);
		this.points.chaos().addListener(metrics);
		this.points.always("message-loss", Map.of());
		this.points.pass(Map.of());
		assertThat(this.registry.get("chaos.injected").counter().count()).isOne();
		assertThat(second.get("chaos.injected").counter().count()).isOne();
	}

	@Test
	void eachMessageThatACapSavedAndEachHaltCount() {
		ChaosMetrics metrics = new ChaosMetrics(this.points.chaos());
		MeterRegistry own = new SimpleMeterRegistry();
		metrics.bindTo(own);
		metrics.onEvent(new ChaosEvent.CapReached(Instant.EPOCH, "faults", null, true));
		metrics.onEvent(new ChaosEvent.CapReached(Instant.EPOCH, "faults", null, false));
		metrics.onEvent(
				new ChaosEvent.Halted(Instant.EPOCH, new Halt(Instant.EPOCH, "health", "DOWN"), ChaosPlan.DEFAULT));
		assertThat(own.get("chaos.capped").tag("cap", "faults").counter().count()).isEqualTo(2);
		assertThat(own.get("chaos.halts").tag("reason", "health").counter().count()).isOne();
	}

}
