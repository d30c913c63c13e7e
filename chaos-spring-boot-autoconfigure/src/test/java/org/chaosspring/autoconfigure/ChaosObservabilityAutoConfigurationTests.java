package org.chaosspring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.observe.ChaosLog;
import org.chaosspring.observe.ChaosMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChaosObservabilityAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChaosObservabilityAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("chaos.messaging.enabled=true", "chaos.messaging.failure-rate=1")
		.withConfiguration(
				AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosObservabilityAutoConfiguration.class,
						MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));

	@Test
	void aFaultIsCountedOnceInTheRegistryOfTheApplication() {
		this.contextRunner.withUserConfiguration(OneRegistry.class).run((context) -> {
			context.getBean(ConfigurableChaosMiddleware.class).shouldInjectChaos("checkout");
			assertThat(injected(context.getBean(MeterRegistry.class))).isEqualTo(1);
		});
	}

	@Test
	void withSeveralRegistriesAFaultIsCountedOnceInEach() {
		this.contextRunner.withUserConfiguration(OneRegistry.class, AnotherRegistry.class).run((context) -> {
			context.getBean(ConfigurableChaosMiddleware.class).shouldInjectChaos("checkout");
			assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(CompositeMeterRegistry.class);
			assertThat(injected(context.getBean("oneRegistry", MeterRegistry.class))).isEqualTo(1);
			assertThat(injected(context.getBean("anotherRegistry", MeterRegistry.class))).isEqualTo(1);
		});
	}

	@Test
	void withoutARegistryNothingIsCountedAndNothingFails() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(ChaosMetrics.class);
			assertThat(context.getBean(ConfigurableChaosMiddleware.class).shouldInjectChaos("checkout")).isTrue();
		});
	}

	@Test
	void withoutMicrometerThereAreNoMetrics() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ChaosMetrics.class)
				.hasSingleBean(ChaosLog.class));
	}

	@Test
	void aFaultIsLogged(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			context.getBean(ConfigurableChaosMiddleware.class).shouldInjectChaos("checkout");
			assertThat(output).containsOnlyOnce("Chaos injected: behavior=custom point=application:none:checkout");
		});
	}

	private static double injected(MeterRegistry registry) {
		return registry.get("chaos.injected")
			.tags("broker", "application", "direction", "none", "group", "checkout", "behavior", "custom")
			.counter()
			.count();
	}

	@Configuration(proxyBeanMethods = false)
	static class OneRegistry {

		@Bean
		MeterRegistry oneRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherRegistry {

		@Bean
		MeterRegistry anotherRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
