package org.chaosspring.autoconfigure;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what is said when the configuration is wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidChaosConfigurationTests {

	@ParameterizedTest(name = "{0}={1} {2}")
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					enabled | maybe | must be true or false
					failure-rate | 1.01 | must be a number from 0 to 1 but is 1.01
					failure-rate | -0.1 | must be a number from 0 to 1 but is -0.1
					failure-rate | NaN | must be a number from 0 to 1 but is NaN
					failure-rate | Infinity | must be a number from 0 to 1 but is Infinity
					failure-rate | 50% | must be a number from 0 to 1
					seed | 1.5 | must be a whole number from -9223372036854775808 to 9223372036854775807
					seed | 9223372036854775808 | must be a whole number from -9223372036854775808 to 9223372036854775807
					mark | yep | must be true or false
					target-groups[0] | " " | must have 1 to 255 characters, neither blank nor control
					id-headers[0] | " " | must be the name of a header
					groups.payments.broker | activemq | must be kafka or rabbit but is 'activemq'
					groups.payments.direction | sideways | must be produce or consume
					groups.payments.direction | none | must be produce or consume
					groups.payments | kafka | must be a group with some of the properties [broker, direction, destinations, points, keys, headers]
					safety.max-duration | 0s | must be longer than zero but is PT0S
					safety.max-duration | long | must be a duration such as 100ms, 2s or 10m
					safety.max-failure-rate | 1.5 | must be a number from 0 to 1 but is 1.5
					safety.max-failure-rate | low | must be a number from 0 to 1
					safety.max-faults-per-second | 0 | must be a whole number from 1 to 2147483647 but is 0
					safety.max-faults | -1 | must be a whole number from 1 to 2147483647 but is -1
					safety.max-share | 2 | must be a number from 0 to 1 but is 2.0
					safety.max-held-messages | -1 | must not be negative but is -1
					safety.max-held-messages | few | must be a whole number from -2147483648 to 2147483647
					safety.max-held-size | -1KB | must not be negative but is -1024B
					safety.max-held-size | small | must be a size such as 64MB
					safety.protected-names[0] | " " | must be a pattern that is not blank
					safety.kill-switch.engaged | maybe | must be true or false
					safety.kill-switch | on | must be given by further properties below it
					safety.halts.interval | 2s | must be from 10ms to 1s
					safety.halts.max-rebalances-per-minute | -1 | must not be negative but is -1
					safety.halts.meters.lag.above | high | must be a number
					safety.halts.meters.lag.statistic | median | must be value, max, mean or growth
					time-scale | 0 | must be a number above 0 and at most 1 but is 0.0
					conditions.network-partition.evict | maybe | must be true or false
					conditions.flood.factor | 1 | must be a whole number from 2 to 1000
					behaviors.message-loss | 0.5 | must be given by further properties below it
					behaviors.message-loss.probability | 2 | must be a number from 0 to 1 but is 2
					behaviors.message-loss.probability | NaN | must be a number from 0 to 1 but is NaN
					behaviors.message-loss.probability | often | must be a number from 0 to 1 but is often
					behaviors.message-loss.allow-in-transactions | 1 | must be true or false
					behaviors.network-delay.delay | soon | must be a duration longer than zero, such as 100ms, 2s or 10m
					behaviors.network-delay.delay | 0s | must be a duration longer than zero, such as 100ms, 2s or 10m
					behaviors.network-delay.delay | -1s | must be a duration longer than zero, such as 100ms, 2s or 10m
					behaviors.network-delay.delay | 2h | must be at most 1h but is 2h
					behaviors.network-delay.max-delay | 50ms | must not be shorter than delay
					behaviors.network-delay.distribution | poisson | must be one of [uniform, normal, exponential]
					behaviors.network-delay.blocking | no | must be true or false
					behaviors.network-delay.keep-order | no | must be true or false
					behaviors.network-delay.allow-rebalance | no | must be true or false
					behaviors.duplication.copies | 0 | must be a whole number from 1 to 100
					behaviors.duplication.copies | 101 | must be a whole number from 1 to 100
					behaviors.duplication.copies | two | must be a whole number from 1 to 100
					behaviors.corruption.mode | flip | must be one of [bit-flip, truncate, garbage, empty]
					behaviors.corruption.bytes | 0 | must be a whole number from 1 to 1000000
					behaviors.corruption.headers | some | must be true or false
					behaviors.reordering.window | 1 | must be a whole number from 2 to 10000
					behaviors.reordering.max-hold | later | must be a duration longer than zero, such as 100ms, 2s or 10m
					behaviors.service-restart.downtime | 1d | must be at most 1h but is 1d
					""")
	void aBadValueStopsTheStartWithTheNameTheValueAndWhatIsAllowed(String property, String value, String reason,
			CapturedOutput output) {
		startFails("chaos.messaging." + property + "=" + value);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(lines("Chaos cannot be configured:", "", "    Property: chaos.messaging." + property,
					"    Value: \"" + value + "\"",
					"    Origin: \"chaos.messaging." + property + "\" from property source \"commandLineArgs\"",
					"    Reason: " + reason));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					failure-rte | [enabled, dry-run, failure-rate, seed, target-groups, groups, behaviors, conditions, id-headers, mark, time-scale, backlog-interval, safety]
					seeds[0] | [enabled, dry-run, failure-rate, seed, target-groups, groups, behaviors, conditions, id-headers, mark, time-scale, backlog-interval, safety]
					groups.payments.kyes[0] | [broker, direction, destinations, points, keys, headers]
					safety.max-failure-rat | [max-duration, max-failure-rate, max-faults-per-second, max-faults, max-share, max-held-messages, max-held-size, protect-dead-letters, protected-names, forbidden-profiles, allowed-profiles, kill-switch, halts]
					safety.kill-switch.fil | [engaged, file]
					safety.halts.healthy | [interval, health, blocked-connection, max-rebalances-per-minute, meters]
					safety.halts.meters.lag.for | [meter, tags, statistic, above, below, lasting]
					groups.payments.eu.broker | [broker, direction, destinations, points, keys, headers]
					""")
	void anUnknownPropertyStopsTheStartWithTheNamesThatAreKnown(String property, String known, CapturedOutput output) {
		startFails("chaos.messaging." + property + "=alice");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(lines("Chaos cannot be configured:", "", "    Property: chaos.messaging." + property,
					"    Origin: \"chaos.messaging." + property + "\" from property source \"commandLineArgs\"",
					"    Reason: is not known; known are " + known))
			.doesNotContain("alice");
	}

	@Test
	void aMeterByTheNameOfTheHaltForRebalancesStopsTheStart(CapturedOutput output) {
		startFails("chaos.messaging.safety.halts.max-rebalances-per-minute=3",
				"chaos.messaging.safety.halts.meters.rebalances.meter=shop.rebalances",
				"chaos.messaging.safety.halts.meters.rebalances.above=10");
		assertThat(output).contains("    Property: chaos.messaging.safety.halts.meters.rebalances",
				"    Reason: must have another name while max-rebalances-per-minute is given");
	}

	@Test
	void aFailureRateAboveItsCapStopsTheStart(CapturedOutput output) {
		startFails("chaos.messaging.failure-rate=0.6", "chaos.messaging.safety.max-failure-rate=0.5");
		assertThat(output).contains("    Property: chaos.messaging.failure-rate",
				"    Reason: must be at most 0.5 but is 0.6");
	}

	@Test
	void aProtectedTargetGroupStopsTheStart(CapturedOutput output) {
		startFails("chaos.messaging.target-groups=orders,orders-dlt");
		assertThat(output).contains("    Property: chaos.messaging.target-groups",
				"    Reason: must not hold a protected name; protected are [*dlt, *dlq, *dlx, ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			meter= | meter | must be the name of a meter
			meter=lag | above | must be given, or below
			meter=lag,above=1,lasting=2h | lasting | must be at most 1h
			meter=lag,above=1,statistic=growth | lasting | must be given for growth, such as 1m
			meter=lag,below=1,statistic=growth,lasting=1m | below | must not be given for growth
			""")
	void aBoundThatCannotBeHeldStopsTheStart(String bound, String property, String reason, CapturedOutput output) {
		startFails(Arrays.stream(bound.split(","))
			.map((part) -> "chaos.messaging.safety.halts.meters.lag." + part)
			.toArray(String[]::new));
		assertThat(output).contains("    Property: chaos.messaging.safety.halts.meters.lag." + property,
				"    Reason: " + reason);
	}

	@Test
	void aListWithAGapStopsTheStart(CapturedOutput output) {
		startFails("chaos.messaging.target-groups[0]=kafka", "chaos.messaging.target-groups[2]=rabbit");
		assertThat(output).contains("    Property: chaos.messaging.target-groups[2]",
				"    Reason: is not known, or comes after a gap in its list; known are [enabled,");
	}

	@Test
	void anUnknownBehaviorStopsTheStartWithTheNamesThatAreKnown(CapturedOutput output) {
		startFails("chaos.messaging.behaviors.network-delays.delay=1s");
		assertThat(output).contains(lines("    Property: chaos.messaging.behaviors.network-delays",
				"    Origin: \"chaos.messaging.behaviors.network-delays.delay\" from property source \"commandLineArgs\"",
				"    Reason: is not a known behavior; known are [ack-loss, corruption, duplication, error, message-loss, network-delay, reordering, service-restart]"));
	}

	@Test
	void anUnknownParameterStopsTheStartWithTheNamesThatAreKnown(CapturedOutput output) {
		startFails("chaos.messaging.behaviors.duplication.copy=1");
		assertThat(output).contains(lines("    Property: chaos.messaging.behaviors.duplication.copy",
				"    Value: \"1\"",
				"    Origin: \"chaos.messaging.behaviors.duplication.copy\" from property source \"commandLineArgs\"",
				"    Reason: is not known; known are [probability, copies]"));
	}

	@Test
	void aBlankGroupNameStopsTheStart(CapturedOutput output) {
		startFails("chaos.messaging.groups[ ].broker=kafka");
		assertThat(output).contains("    Reason: must have 1 to 255 characters, neither blank nor control");
	}

	@Test
	void aGroupThatSaysNothingStopsTheStart(CapturedOutput output) {
		startFails("chaos.messaging.groups.payments.destinations=");
		assertThat(output).contains(lines("    Property: chaos.messaging.groups.payments",
				"    Origin: \"chaos.messaging.groups.payments.destinations\" from property source \"commandLineArgs\"",
				"    Reason: must say which messages it holds, by at least one of broker, direction, destinations, points, keys and headers"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			destinations | must hold patterns that are not blank
			points | must hold names that are not blank
			""")
	void aBlankInTheListOfAGroupStopsTheStart(String list, String reason, CapturedOutput output) {
		startFails("chaos.messaging.groups.payments." + list + "[0]= ");
		assertThat(output).contains(lines("    Property: chaos.messaging.groups.payments." + list,
				"    Origin: \"chaos.messaging.groups.payments." + list
						+ "[0]\" from property source \"commandLineArgs\"",
				"    Reason: " + reason));
	}

	@Test
	void aHeaderWithoutValuesStopsTheStart(CapturedOutput output) {
		startFails("chaos.messaging.groups.payments.headers.tenant=");
		assertThat(output).contains("    Property: chaos.messaging.groups.payments.headers",
				"    Reason: must have at least one value each");
	}

	@Test
	void twoGroupsThatBindingCannotTellApartStopTheStart(CapturedOutput output) {
		startFails("chaos.messaging.groups.card-payments.broker=kafka",
				"chaos.messaging.groups.cardPayments.broker=kafka");
		assertThat(output).contains("    Reason: must differ from 'card-payments' in more than dashes and capitals");
	}

	@Test
	void theValueOfAKeyIsNotShown(CapturedOutput output) {
		startFails("chaos.messaging.groups.payments.keys.first=alice");
		assertThat(output).contains("    Property: chaos.messaging.groups.payments.keys.first").doesNotContain("alice");
	}

	@Test
	void theValueOfAHeaderIsNotShown(CapturedOutput output) {
		startFails("chaos.messaging.groups.payments.headers=alice");
		assertThat(output)
			.contains("    Property: chaos.messaging.groups.payments.headers",
					"    Value: (not shown, as keys and headers may be personal)")
			.doesNotContain("alice");
	}

	@Test
	void theOriginOfAYamlFileIsShownWithItsLine(CapturedOutput output) {
		startFails("spring.config.location=classpath:invalid-chaos.yaml");
		assertThat(output).contains("    Origin: class path resource [invalid-chaos.yaml] - 3:19");
	}

	@Test
	void wrongPropertiesOfOthersAreLeftToSpringBoot(CapturedOutput output) {
		startFails("spring.main.web-application-type=pigeon");
		assertThat(output).doesNotContain("Chaos cannot be configured");
	}

	private static void startFails(String... properties) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.build();
		assertThatException()
			.isThrownBy(() -> application.run(Arrays.stream(properties).map("--"::concat).toArray(String[]::new)));
	}

	private static String lines(String... lines) {
		return String.join(System.lineSeparator(), lines);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ChaosAutoConfiguration.class)
	static class Application {

	}

}
