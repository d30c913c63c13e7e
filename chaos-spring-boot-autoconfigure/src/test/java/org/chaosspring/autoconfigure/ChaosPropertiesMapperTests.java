package org.chaosspring.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.safety.PlanLimits;
import org.chaosspring.safety.Protection;
import org.chaosspring.target.TargetGroup;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChaosPropertiesMapper}.
 */
class ChaosPropertiesMapperTests {

	private static final PlanLimits LIMITS = new PlanLimits(PlanLimits.DEFAULT_MAX_DURATION, 0.5,
			new Protection(Protection.DEAD_LETTERS));

	private static final BehaviorCatalog CATALOG = BehaviorCatalog.builtIn();

	private static final ConditionCatalog CONDITIONS = ConditionCatalog.builtIn();

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void everythingThatIsConfiguredArrivesInThePlan() {
		yaml("""
				enabled: true
				failure-rate: 0.25
				seed: 42
				target-groups: [payments, kafka]
				behaviors:
				  message-loss: { probability: 0.2 }
				  network-delay: { probability: 0.5, delay: 200ms, max-delay: 2s, distribution: normal }
				""");
		assertThat(mapper().plan(() -> CATALOG, () -> CONDITIONS, LIMITS)).isEqualTo(
				new ChaosPlan(
						true, 0.25, 42L, null, Set.of("payments", "kafka"), Map
							.of("message-loss", CATALOG.createWeighted("message-loss", Map.of("probability", 0.2)),
									"network-delay", CATALOG.createWeighted("network-delay", Map.of("probability", 0.5,
											"delay", "200ms", "max-delay", "2s", "distribution", "normal"))),
						Map.of()));
	}

	@Test
	void withoutConfigurationThePlanAndTheSettingsAreTheDefaults() {
		yaml("{}");
		assertThat(mapper().plan(() -> CATALOG, () -> CONDITIONS, LIMITS)).isEqualTo(ChaosPlan.DEFAULT);
		assertThat(mapper().targetGroups().configured()).isEmpty();
		assertThat(mapper().settings().idHeaders()).isEqualTo(EngineSettings.DEFAULT.idHeaders());
		assertThat(mapper().settings().mark()).isTrue();
	}

	@Test
	void aBehaviorWithoutParametersTakesItsDefaultsAndAlwaysComesIn() {
		yaml("behaviors: { duplication: { copies: 1 }, message-loss: { probability: 1 } }");
		assertThat(mapper().plan(() -> CATALOG, () -> CONDITIONS, LIMITS).behaviors()).containsOnly(
				Map.entry("duplication", CATALOG.createWeighted("duplication", Map.of())),
				Map.entry("message-loss", CATALOG.createWeighted("message-loss", Map.of())));
	}

	@Test
	void settingsArriveInTheEngine() {
		yaml("{ id-headers: [order_id, X-Id], mark: false }");
		assertThat(mapper().settings().idHeaders()).containsExactly("order_id", "X-Id");
		assertThat(mapper().settings().mark()).isFalse();
	}

	@Test
	void everythingThatIsSaidAboutAGroupArrives() {
		yaml("""
				groups:
				  payments:
				    broker: kafka
				    direction: produce
				    destinations: ["payments.*", refunds]
				    points: orderTemplate
				    keys: [4711, eu-1]
				    headers: { tenant: acme, X-Region: [eu, us], "[ce_type]": paid, "[a.b]": c }
				  all-rabbit: { broker: rabbit, direction: consume }
				""");
		assertThat(mapper().targetGroups().configured()).containsExactly(
				new TargetGroup("payments", "kafka", Direction.PRODUCE, List.of("payments.*", "refunds"),
						Set.of("orderTemplate"), Set.of("4711", "eu-1"),
						Map.of("tenant", Set.of("acme"), "X-Region", Set.of("eu", "us"), "ce_type", Set.of("paid"),
								"a.b", Set.of("c"))),
				new TargetGroup("all-rabbit", "rabbit", Direction.CONSUME, List.of(), Set.of(), Set.of(), Map.of()));
	}

	@Test
	void anEnvironmentVariableOverridesAParameterOfABehavior() {
		environmentVariables(
				Map.of("CHAOS_MESSAGING_BEHAVIORS_NETWORKDELAY_MAXDELAY", "3s", "CHAOS_MESSAGING_FAILURERATE", "0.5"));
		yaml("{ failure-rate: 0.1, behaviors: { network-delay: { max-delay: 2s } } }");
		assertThat(mapper().plan(() -> CATALOG, () -> CONDITIONS, LIMITS))
			.isEqualTo(ChaosPlan.DEFAULT.withFailureRate(0.5)
				.withBehavior(CATALOG.create("network-delay", Map.of("max-delay", "3s")), 1));
	}

	@Test
	void anEnvironmentVariableOverridesWhatIsSaidAboutAGroup() {
		environmentVariables(Map.of("CHAOS_MESSAGING_GROUPS_CARDPAYMENTS_BROKER", "rabbit"));
		yaml("groups: { card-payments: { broker: kafka, direction: produce } }");
		assertThat(mapper().targetGroups().configured()).containsExactly(
				new TargetGroup("card-payments", "rabbit", Direction.PRODUCE, List.of(), Set.of(), Set.of(), Map.of()));
	}

	@Test
	void environmentVariablesAloneAreEnough() {
		environmentVariables(Map.of("CHAOS_MESSAGING_ENABLED", "true", "CHAOS_MESSAGING_TARGETGROUPS_0", "payments",
				"CHAOS_MESSAGING_GROUPS_PAYMENTS_BROKER", "kafka", "CHAOS_MESSAGING_BEHAVIORS_MESSAGELOSS_PROBABILITY",
				"0.1"));
		assertThat(mapper().plan(() -> CATALOG, () -> CONDITIONS, LIMITS)).isEqualTo(ChaosPlan.DEFAULT.switchedOn(null)
			.withTargetGroup("payments")
			.withBehavior(CATALOG.create("message-loss", Map.of()), 0.1));
		assertThat(mapper().targetGroups().configured())
			.containsExactly(new TargetGroup("payments", "kafka", null, List.of(), Set.of(), Set.of(), Map.of()));
	}

	private void yaml(String properties) {
		String yaml = "chaos:\n  messaging:\n" + properties.indent(4);
		try {
			new YamlPropertySourceLoader()
				.load("application.yaml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.forEach(this.environment.getPropertySources()::addLast);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void environmentVariables(Map<String, Object> variables) {
		this.environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
	}

	private ChaosPropertiesMapper mapper() {
		return new ChaosPropertiesMapper(
				Binder.get(this.environment).bindOrCreate(ChaosProperties.PREFIX, ChaosProperties.class));
	}

}
