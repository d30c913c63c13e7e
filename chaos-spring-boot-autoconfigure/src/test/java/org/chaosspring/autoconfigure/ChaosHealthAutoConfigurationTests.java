package org.chaosspring.autoconfigure;

import java.util.Map;

import org.chaosspring.actuate.ChaosHealthIndicator;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChaosHealthAutoConfiguration}.
 */
class ChaosHealthAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("chaos.messaging.failure-rate=1", "chaos.messaging.behaviors.message-loss.probability=1.0")
		.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosHealthAutoConfiguration.class));

	@Test
	void whenChaosIsOffThenTheHealthSaysSo() {
		this.contextRunner.run((context) -> {
			Health health = context.getBean(ChaosHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).isEqualTo(Map.of("enabled", false, "held", 0));
		});
	}

	@Test
	void whenChaosIsOnThenTheApplicationIsStillUp() {
		this.contextRunner.run((context) -> {
			context.getBean(ConfigurableChaosMiddleware.class).enable();
			Health health = context.getBean(ChaosHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("enabled", true)
				.containsEntry("failureRate", 1.0)
				.containsKeys("since", "until");
		});
	}

	@Test
	void whenItIsSwitchedOffByPropertyThenItIsNotThere() {
		this.contextRunner.withPropertyValues("management.health.chaos.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChaosHealthIndicator.class));
	}

	@Test
	void whenThereIsNoMiddlewareThenItBacksOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ChaosHealthAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChaosHealthIndicator.class));
	}

}
