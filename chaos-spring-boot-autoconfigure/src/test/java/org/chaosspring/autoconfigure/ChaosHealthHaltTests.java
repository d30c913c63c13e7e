package org.chaosspring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Halt;
import org.chaosspring.safety.Halts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that chaos ends when the application is not healthy.
 */
class ChaosHealthHaltTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("chaos.messaging.enabled=true", "chaos.messaging.safety.halts.interval=10ms")
		.withConfiguration(
				AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosObservabilityAutoConfiguration.class,
						HealthEndpointAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class))
		.withUserConfiguration(Indicators.class);

	@Test
	void whileTheApplicationIsHealthyChaosGoesOn() {
		this.contextRunner.run((context) -> {
			Indicators indicators = context.getBean(Indicators.class);
			await().until(() -> indicators.asked.get() > 3);
			assertThat(isEnabled(context)).isTrue();
			assertThat(context.getBean(Halts.class).last()).isNull();
		});
	}

	@Test
	void whenAComponentIsDownThenChaosEndsAndNamesIt() {
		this.contextRunner.run((context) -> {
			context.getBean(Indicators.class).status = Status.DOWN;
			await().until(() -> context.getBean(Halts.class).last() != null);
			assertThat(isEnabled(context)).isFalse();
			Halt halt = context.getBean(Halts.class).last();
			assertThat(halt.cause()).isEqualTo("health");
			assertThat(halt.reason()).isEqualTo("the health of the application is DOWN, because of [warehouse]")
				.doesNotContain("secret");
		});
	}

	@Test
	void whenTheApplicationIsOutOfServiceThenChaosEnds() {
		this.contextRunner.run((context) -> {
			context.getBean(Indicators.class).status = Status.OUT_OF_SERVICE;
			await().until(() -> context.getBean(Halts.class).last() != null);
			assertThat(isEnabled(context)).isFalse();
		});
	}

	@Test
	void whenHealthIsNotToBeWatchedThenNobodyAsks() {
		this.contextRunner.withPropertyValues("chaos.messaging.safety.halts.health=false").run((context) -> {
			Indicators indicators = context.getBean(Indicators.class);
			indicators.status = Status.DOWN;
			await().during(Duration.ofMillis(500)).until(() -> isEnabled(context));
			assertThat(indicators.asked).hasValue(0);
		});
	}

	private static boolean isEnabled(ApplicationContext context) {
		return context.getBean(ConfigurableChaosMiddleware.class).isEnabled();
	}

	@Configuration(proxyBeanMethods = false)
	static class Indicators {

		private volatile Status status = Status.UP;

		private final AtomicInteger asked = new AtomicInteger();

		@Bean
		HealthIndicator warehouseHealthIndicator() {
			return () -> {
				this.asked.incrementAndGet();
				return Health.status(this.status).withDetail("password", "secret").build();
			};
		}

		@Bean
		HealthIndicator shopHealthIndicator() {
			return () -> Health.up().build();
		}

	}

}
