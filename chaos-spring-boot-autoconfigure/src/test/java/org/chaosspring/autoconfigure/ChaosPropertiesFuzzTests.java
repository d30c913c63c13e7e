package org.chaosspring.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.chaosspring.Fuzz;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.safety.PlanLimits;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for whatever may be configured: it is taken, or refused with a reason that shows
 * nothing personal.
 */
class ChaosPropertiesFuzzTests {

	private static final String SECRET = "s3cr3t";

	private static final List<String> NAMES = List.of("enabled", "failure-rate", "failureRate", "FAILURE_RATE", "seed",
			"target-groups", "target-groups[0]", "target-groups[2]", "id-headers", "id-headers[0]", "mark", "behaviors",
			"groups", "conditions", "safety", "unknown", "class");

	private static final List<String> SAFETY = List.of("max-duration", "max-failure-rate", "maxFaults",
			"max-faults-per-second", "max-share", "max-held-messages", "max-held-size", "protected-names",
			"protected-names[1]", "protect-dead-letters", "forbidden-profiles", "kill-switch", "kill-switch.engaged",
			"kill-switch.file", "halts", "halts.interval", "halts.health", "halts.max-rebalances-per-minute",
			"halts.meters", "halts.meters.lag", "halts.meters.lag.meter", "halts.meters.lag.above",
			"halts.meters.lag.statistic", "halts.meters.lag.lasting", "halts.meters.lag.tags.topic", "no");

	private static final List<String> BEHAVIORS = List.of("message-loss", "networkDelay", "DUPLICATION", "corruption",
			"[message-loss]", "no");

	private static final List<String> CONDITIONS = List.of("network-partition", "backpressure", "FLOOD", "no");

	private static final List<String> PARAMETERS = List.of("direction", "groups", "rate", "factor", "evict",
			"probability", "delay", "max-delay", "copies", "mode", "x", "[a.b]", "delay.more");

	private static final List<String> GROUPS = List.of("payments", "card-payments", "cardPayments", "[ ]", "[a/b]");

	private static final List<String> PARTS = List.of("broker", "direction", "destinations", "destinations[0]",
			"points", "x");

	private static final List<String> PERSONAL = List.of("keys", "keys[0]", "keys[1]", "keys.x", "headers",
			"headers.tenant", "headers[tenant][0]", "headers.tenant[1]", "headers.a.b.c");

	private static final List<String> VALUES = List.of("true", "false", "", " ", "0", "0.5", "1", "1.5", "-1", "NaN",
			"100ms", "2s", "PT1S", "kafka", "rabbit", "produce", "consume", "a,b", "a,,b", "bit-flip", "*", "1e999");

	@Test
	void whateverIsConfiguredIsTakenOrRefusedWithAReason() {
		Fuzz.run(400, (fuzz) -> {
			Map<String, Object> configuration = configuration(fuzz);
			assertThat(configure(configuration)).as(configuration.toString())
				.satisfiesAnyOf((reason) -> assertThat(reason).isEmpty(),
						(reason) -> assertThat(reason).startsWith("Chaos cannot be configured:")
							.contains("    Property: ", "    Reason: "));
		});
		assertThat(Fuzz.canaryWasLoaded()).isFalse();
	}

	@Test
	void noReasonShowsAKeyOrAHeader() {
		Fuzz.run(400, (fuzz) -> {
			Map<String, Object> configuration = configuration(fuzz);
			for (int i = fuzz.number(3); i >= 0; i--) {
				configuration.put(ChaosProperties.PREFIX + ".groups.payments." + fuzz.oneOf(PERSONAL),
						SECRET + fuzz.text(20));
			}
			assertThat(configure(configuration)).doesNotContain(SECRET);
		});
	}

	private static Map<String, Object> configuration(Fuzz fuzz) {
		Map<String, Object> configuration = new HashMap<>();
		for (int i = fuzz.number(5); i >= 0; i--) {
			configuration.put(ChaosProperties.PREFIX + "." + name(fuzz), value(fuzz));
		}
		return configuration;
	}

	private static String name(Fuzz fuzz) {
		return switch (fuzz.number(5)) {
			case 0 -> fuzz.oneOf(NAMES);
			case 3 -> "safety." + fuzz.oneOf(SAFETY);
			case 2 -> "conditions." + fuzz.oneOf(CONDITIONS) + "." + fuzz.oneOf(PARAMETERS);
			case 1 -> "behaviors." + fuzz.oneOf(BEHAVIORS) + "." + fuzz.oneOf(PARAMETERS);
			default -> "groups." + fuzz.oneOf(GROUPS) + "." + fuzz.oneOf(PARTS);
		};
	}

	private static String value(Fuzz fuzz) {
		return switch (fuzz.number(6)) {
			// A placeholder that nobody can fill is a matter of Spring's.
			case 0 -> fuzz.injection().replace("$", "");
			case 1 -> fuzz.text(20).replace("$", "");
			default -> fuzz.oneOf(VALUES);
		};
	}

	/**
	 * Configure chaos as an application does.
	 * @return nothing if that worked, else what the application says
	 */
	private static String configure(Map<String, Object> configuration) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		environment.getPropertySources().addFirst(new MapPropertySource("test", configuration));
		try {
			ChaosProperties properties = Binder.get(environment)
				.bindOrCreate(ChaosProperties.PREFIX, Bindable.of(ChaosProperties.class),
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
			ChaosPropertiesMapper mapper = new ChaosPropertiesMapper(properties);
			SafetyPropertiesMapper safety = new SafetyPropertiesMapper(properties);
			PlanLimits limits = safety.limits();
			safety.guard(limits, safety.killSwitch(environment), safety.halts(List::of), environment).close();
			mapper.plan(BehaviorCatalog::builtIn, ConditionCatalog::builtIn, limits);
			mapper.targetGroups();
			mapper.settings();
			return "";
		}
		catch (BindException ex) {
			return description(new ChaosBindFailureAnalyzer(environment).analyze(ex));
		}
		catch (InvalidChaosPropertyException ex) {
			return description(new InvalidChaosPropertyFailureAnalyzer(environment).analyze(ex));
		}
	}

	private static String description(FailureAnalysis analysis) {
		return Objects.requireNonNull(analysis).getDescription();
	}

}
