package org.chaosspring.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.chaosspring.actuate.ChaosInfoContributor;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration;
import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.InfoEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChaosInfoAutoConfiguration}.
 */
class ChaosInfoAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("management.endpoints.web.exposure.include=info",
				"chaos.messaging.behaviors.message-loss.probability=0.5", "chaos.messaging.target-groups=orders")
		.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosInfoAutoConfiguration.class,
				InfoContributorAutoConfiguration.class, InfoEndpointAutoConfiguration.class));

	@Test
	void whenChaosIsOffThenTheInfoSaysSo() {
		this.contextRunner.run((context) -> assertChaos(context)
			.containsExactlyInAnyOrderEntriesOf(Map.of("enabled", false, "held", 0)));
	}

	@Test
	void whenChaosIsOnThenTheInfoSaysWhatItDoesAndForHowLong() {
		this.contextRunner.run((context) -> {
			ConfigurableChaosMiddleware chaos = context.getBean(ConfigurableChaosMiddleware.class);
			chaos.enable(Duration.ofMinutes(10));
			assertChaos(context)
				.containsOnlyKeys("enabled", "dryRun", "since", "until", "failureRate", "targetGroups", "behaviors",
						"conditions", "held")
				.containsEntry("enabled", true)
				.containsEntry("dryRun", false)
				.containsEntry("since", String.valueOf(chaos.enabledSince()))
				.containsEntry("until", String.valueOf(chaos.plan().until()))
				.containsEntry("failureRate", 0.01)
				.containsEntry("targetGroups", Set.of("orders"))
				.containsEntry("behaviors", Set.of("message-loss"))
				.containsEntry("conditions", Set.of());
			chaos.disable();
			assertChaos(context).containsEntry("enabled", false);
		});
	}

	@Test
	void whenItIsSwitchedOffByPropertyThenItIsNotThere() {
		this.contextRunner.withPropertyValues("management.info.chaos.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChaosInfoContributor.class));
	}

	@Test
	void whenThereIsNoMiddlewareThenItBacksOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ChaosInfoAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChaosInfoContributor.class));
	}

	private static MapAssert<String, Object> assertChaos(AssertableApplicationContext context) {
		return assertThat(context.getBean(InfoEndpoint.class).info().get("chaos"))
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class));
	}

}
