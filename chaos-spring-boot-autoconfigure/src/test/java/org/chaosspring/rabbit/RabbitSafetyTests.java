package org.chaosspring.rabbit;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.chaosspring.autoconfigure.ChaosObservabilityAutoConfiguration;
import org.chaosspring.safety.Halts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.amqp.autoconfigure.health.RabbitHealthContributorAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests on a real RabbitMQ for what keeps chaos within bounds.
 */
@NeedsRabbitMq
@Timeout(120)
class RabbitSafetyTests {

	private static final String WATERMARK = "set_vm_memory_high_watermark";

	private RabbitApplication application;

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void aConnectionThatTheBrokerBlocksHaltsChaos() {
		start("chaos.messaging.safety.halts.interval=50ms");
		String queue = RabbitQueues.declare("blocked");
		this.application.template().convertAndSend(queue, "opens the connection");
		this.application.always("message-loss", Map.of());
		assumeThat(RabbitBroker.broker().control(WATERMARK, "0")).as("the broker can be controlled").isTrue();
		try {
			this.application.chaos().setFailureRate(0);
			this.application.template().convertAndSend(queue, "is one too many");
			await().until(() -> this.application.bean(Halts.class).last() != null);
			assertThat(this.application.chaos().isEnabled()).isFalse();
			assertThat(this.application.bean(Halts.class).last().cause()).isEqualTo("blocked-connection");
			assertThat(this.application.bean(Halts.class).last().reason()).startsWith("RabbitMQ blocks a connection: ");
		}
		finally {
			RabbitBroker.broker().control(WATERMARK, "0.4");
		}
		await().until(() -> RabbitQueues.ready(queue) == 2);
		this.application.bean(Halts.class).acknowledge();
		this.application.chaos().enable();
		await().during(Duration.ofMillis(500)).until(this.application.chaos()::isEnabled);
	}

	@Test
	void aConnectionThatChaosBlocksHaltsNothing() {
		start("chaos.messaging.safety.halts.interval=50ms");
		String queue = RabbitQueues.declare("blocked");
		this.application.impose("backpressure", Map.of("rate", 0));
		this.application.template().convertAndSend(queue, "waits");
		await().during(Duration.ofMillis(500)).until(this.application.chaos()::isEnabled);
		this.application.chaos().disable();
		assertThat(this.application.bean(Halts.class).last()).isNull();
	}

	@Test
	void aNetworkCutByChaosIsSeenByTheHealthOfTheTemplateAndHaltsChaos() {
		startWithHealth(true);
		this.application.impose("network-partition", Map.of());
		await().until(() -> this.application.bean(Halts.class).last() != null);
		assertThat(this.application.chaos().isEnabled()).isFalse();
		assertThat(this.application.bean(Halts.class).last().reason())
			.isEqualTo("the health of the application is DOWN, because of [rabbit]");
	}

	@Test
	void aNetworkCutByChaosHaltsNothingWhereItMeansListenersOnly() {
		startWithHealth(true);
		this.application.impose("network-partition", Map.of("groups", "shipping"));
		await().during(Duration.ofMillis(500)).until(this.application.chaos()::isEnabled);
	}

	@Test
	void aNetworkCutByChaosHaltsNothingWhereTheHealthOfRabbitMqIsNotLookedAt() {
		startWithHealth(false);
		this.application.impose("network-partition", Map.of());
		await().during(Duration.ofMillis(500)).until(this.application.chaos()::isEnabled);
	}

	@Test
	void whatIsNamedForRetriesArrivesAlthoughEverythingSentIsToBeLost() {
		start();
		String orders = RabbitQueues.declare("orders");
		String retries = RabbitQueues.declare("orders-retry");
		this.application.always("message-loss", Map.of());
		this.application.template().convertAndSend(orders, "lost");
		this.application.template().convertAndSend(retries, "kept");
		await().until(() -> RabbitQueues.ready(retries) == 1);
		assertThat(RabbitQueues.ready(orders)).isZero();
		assertThat(this.application.injected()).hasSize(1);
	}

	@Test
	void messagesBeyondTheCapOfTheirSizePass() {
		start("chaos.messaging.safety.max-held-size=20B");
		String queue = RabbitQueues.declare("held");
		this.application.always("network-delay", Map.of("delay", "1h", "keep-order", false));
		for (int i = 0; i < 3; i++) {
			this.application.template().convertAndSend(queue, "ten-bytes-" + i);
		}
		await().until(() -> RabbitQueues.ready(queue) == 1);
		assertThat(this.application.chaos().held()).isEqualTo(2);
		this.application.chaos().disable();
		await().until(() -> RabbitQueues.ready(queue) == 3);
	}

	private void start(String... properties) {
		this.application = RabbitApplication.start(List.of(), properties);
	}

	private void startWithHealth(boolean ofRabbit) {
		this.application = RabbitApplication.start(List.of(WithHealth.class),
				"chaos.messaging.safety.halts.interval=50ms", "management.health.rabbit.enabled=" + ofRabbit);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ChaosObservabilityAutoConfiguration.class,
			HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
			RabbitHealthContributorAutoConfiguration.class })
	static class WithHealth {

	}

}
