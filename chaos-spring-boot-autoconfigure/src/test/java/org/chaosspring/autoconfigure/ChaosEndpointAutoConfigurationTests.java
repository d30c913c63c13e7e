package org.chaosspring.autoconfigure;

import org.chaosspring.actuate.ChaosEndpoint;
import org.chaosspring.actuate.ChaosEndpointJmxExtension;
import org.chaosspring.actuate.ChaosState;
import org.chaosspring.actuate.ChaosWebFluxHandlerMapping;
import org.chaosspring.actuate.ChaosWebMvcHandlerMapping;
import org.chaosspring.actuate.InjectionCounts;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChaosEndpointAutoConfiguration}.
 */
class ChaosEndpointAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosEndpointAutoConfiguration.class));

	@Test
	void whenTheEndpointIsExposedThenItIsThere() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=chaos")
			.run((context) -> assertThat(context).hasSingleBean(ChaosEndpoint.class)
				.doesNotHaveBean(ChaosEndpointJmxExtension.class));
	}

	@Test
	void whenTheEndpointIsExposedOverJmxThenItsExtensionIsThere() {
		this.contextRunner
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=chaos")
			.run((context) -> assertThat(context).hasSingleBean(ChaosEndpoint.class)
				.hasSingleBean(ChaosEndpointJmxExtension.class));
	}

	@Test
	void whenTheEndpointIsNotExposedThenNothingIsThere() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ChaosEndpoint.class)
			.doesNotHaveBean(InjectionCounts.class));
	}

	@Test
	void whenThereIsNoAccessThenNothingIsThere() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=*", "management.endpoint.chaos.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChaosEndpoint.class));
	}

	@Test
	void whenThereIsNoWebStackThenTheEndpointIsThereWithoutRoutes() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=chaos")
			.withClassLoader(
					new FilteredClassLoader("org.springframework.web", "org.springframework.http", "jakarta.servlet"))
			.run((context) -> assertThat(context).hasSingleBean(ChaosEndpoint.class)
				.doesNotHaveBean(ChaosWebMvcHandlerMapping.class)
				.doesNotHaveBean(ChaosWebFluxHandlerMapping.class));
	}

	@Test
	void whenThereIsNoMiddlewareThenItBacksOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ChaosEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=chaos")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChaosEndpoint.class));
	}

	@Test
	void faultsAreCountedInTheState() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=chaos", "chaos.messaging.enabled=true",
					"chaos.messaging.failure-rate=1")
			.run((context) -> {
				ConfigurableChaosMiddleware middleware = context.getBean(ConfigurableChaosMiddleware.class);
				assertThat(middleware.shouldInjectChaos("checkout")).isTrue();
				assertThat(middleware.shouldInjectChaos("checkout")).isTrue();
				ChaosState.Counts counts = context.getBean(ChaosEndpoint.class).state().counts();
				assertThat(counts.total()).isEqualTo(2);
				assertThat(counts.injected()).containsOnlyKeys("custom").containsEntry("custom", 2L);
				assertThat(counts.groups()).containsOnlyKeys("checkout").containsEntry("checkout", 2L);
			});
	}

}
