package org.chaosspring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.chaosspring.observe.BacklogMetrics;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChaosBacklogAutoConfiguration}. What the meters show is tested on real
 * brokers.
 */
class ChaosBacklogAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosBacklogAutoConfiguration.class));

	@Test
	void whenThereIsNoBrokerThenThereIsNothingToAsk() {
		this.contextRunner.withPropertyValues("chaos.messaging.backlog-interval=10s")
			.run((context) -> assertThat(context).hasNotFailed().getBeans(BacklogMetrics.class).hasSize(2));
	}

	@Test
	void whenTheIntervalIsNotPositiveThenTheStartFails() {
		this.contextRunner.withPropertyValues("chaos.messaging.backlog-interval=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("must be longer than zero but is PT0S"));
	}

	@Test
	void withoutMicrometerThereAreNoMetrics() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BacklogMetrics.class));
	}

}
