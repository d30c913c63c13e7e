package org.chaosspring.actuate;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import org.chaosspring.engine.ChaosPlan;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link ChaosEndpoint} and {@link ChaosEndpointJmxExtension} in an MBean
 * server, in an application without web.
 */
class ChaosEndpointJmxTests {

	private static final String DOMAIN = ChaosEndpointJmxTests.class.getName();

	private static final ObjectName NAME = name();

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	@Test
	void chaosIsSteered() throws JMException {
		try (ChaosApplication application = start("unrestricted")) {
			assertThat(invoke("state")).contains(entry("enabled", false), entry("failureRate", 0.01));
			assertThat(invoke("enable", (Object) null)).containsEntry("enabled", true);
			Instant before = Instant.now();
			assertThat(Duration.between(before, Instant.parse((String) invoke("enable", "10m").get("until"))))
				.isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
			assertThat(Duration.between(before, Instant.parse((String) invoke("enable", "").get("until"))))
				.isBetween(Duration.ofMinutes(15), Duration.ofMinutes(16));
			assertThat(invoke("acknowledge")).containsEntry("enabled", true);
			assertThat(invoke("forecast", "")).contains(entry("enabled", true), entry("dryRun", true));
			assertThat(invoke("change", "{\"dryRun\":false}")).contains(entry("enabled", true), entry("dryRun", false));
			assertThat(invoke("setFailureRate", 0.5)).containsEntry("failureRate", 0.5);
			assertThat(invoke("addTargetGroup", "orders")).containsEntry("targetGroups", List.of("orders"));
			assertThat(invoke("removeTargetGroup", "orders")).containsEntry("targetGroups", List.of());
			assertThat(invoke("addBehavior", "message-loss", 0.2)).containsEntry("behaviors",
					Map.of("message-loss", Map.of("probability", 0.2, "allowInTransactions", false)));
			assertThat(invoke("removeBehavior", "message-loss")).containsEntry("behaviors", Map.of());
			assertThat(invoke("change", "{\"seed\":7,\"behaviors\":{\"duplication\":{\"copies\":3}}}")).contains(
					entry("seed", 7L),
					entry("behaviors", Map.of("duplication", Map.of("probability", 1.0, "copies", 3))));
			assertThat(invoke("imposeCondition", "flood")).containsEntry("conditions",
					Map.of("flood", Map.of("direction", "both", "factor", 10, "groups", List.of(), "rate", 1_000)));
			assertThat(invoke("liftCondition", "flood")).containsEntry("conditions", Map.of());
			assertThat(invoke("disable")).contains(entry("enabled", false), entry("since", null));
			assertThat(invoke("reset")).contains(entry("failureRate", 0.01), entry("seed", null));
			assertThat(application.chaos().plan()).isEqualTo(ChaosPlan.DEFAULT);
		}
	}

	@Test
	void wrongArgumentsAreRefusedAndChangeNothing() {
		try (ChaosApplication application = start("unrestricted")) {
			wrongCalls().forEach((call) -> assertThatExceptionOfType(ReflectionException.class)
				.isThrownBy(() -> invoke(call.operation(), call.arguments().toArray()))
				.withCauseInstanceOf(IllegalArgumentException.class)
				.withMessage(call.error()));
			assertThat(application.chaos().plan()).isEqualTo(ChaosPlan.DEFAULT);
		}
	}

	@Test
	void whenAccessIsReadOnlyThenThereIsTheStateAlone() throws JMException {
		try (ChaosApplication application = start("read-only")) {
			assertThat(operations()).containsExactly("state");
			assertThat(invoke("state")).containsEntry("enabled", false);
			assertThatExceptionOfType(ReflectionException.class).isThrownBy(() -> invoke("enable", (Object) null));
			assertThat(application.chaos().isEnabled()).isFalse();
		}
	}

	@Test
	void whenAccessIsUnrestrictedThenOperationsHaveTypesThatConsolesKnow() throws JMException {
		try (ChaosApplication application = start("unrestricted")) {
			assertThat(application.context().getBean(ChaosEndpointJmxExtension.class)).isNotNull();
			assertThat(operations()).containsExactlyInAnyOrder("state", "enable", "disable", "setFailureRate",
					"forecast", "acknowledge", "addTargetGroup", "removeTargetGroup", "addBehavior", "removeBehavior",
					"imposeCondition", "liftCondition", "change", "reset");
			assertThat(Arrays.stream(this.server.getMBeanInfo(NAME).getOperations())
				.flatMap((operation) -> Arrays.stream(operation.getSignature()))
				.map(MBeanParameterInfo::getType)).containsOnly("java.lang.String", "java.lang.Double");
		}
	}

	@Test
	void whenThereIsNoAccessThenThereIsNothing() {
		try (ChaosApplication application = start("none")) {
			assertThat(application.context().getBeanProvider(ChaosEndpoint.class)).isEmpty();
			assertThat(this.server.isRegistered(NAME)).isFalse();
		}
	}

	private static Stream<WrongCall> wrongCalls() {
		return Stream.of(
				WrongCall.of("duration must be a duration longer than zero, such as 100ms, 2s or 10m", "enable",
						"soon"),
				WrongCall.of("duration must be at most 15m", "enable", "999999999d"),
				WrongCall.of("failureRate must be a number from 0 to 1 but is 1.5", "setFailureRate", 1.5),
				WrongCall.of("failureRate must be a number from 0 to 1 but is NaN", "setFailureRate", Double.NaN),
				WrongCall.of("group must have 1 to 255 characters, neither blank nor control", "addTargetGroup", " "),
				WrongCall
					.of("name is not a known behavior; known are [ack-loss, corruption, duplication, error, message-loss, "
							+ "network-delay, reordering, service-restart]", "addBehavior", "gremlins", 1.0),
				WrongCall
					.of("name is not a known behavior; known are [ack-loss, corruption, duplication, error, message-loss, "
							+ "network-delay, reordering, service-restart]", "removeBehavior", "gremlins"),
				WrongCall.of("probability must be a number from 0 to 1 but is 2.0", "addBehavior", "message-loss", 2.0),
				WrongCall.of("body must be JSON, with more at position 1", "change", "{"),
				WrongCall.of("enabled must be true or false", "change", "{\"failureRate\":1,\"enabled\":1}"));
	}

	private static ChaosApplication start(String access) {
		return ChaosApplication.start(WebApplicationType.NONE, false, "spring.jmx.enabled=true",
				"management.endpoints.jmx.domain=" + DOMAIN, "management.endpoints.jmx.exposure.include=chaos",
				"management.endpoint.chaos.access=" + access);
	}

	private static ObjectName name() {
		try {
			return new ObjectName(DOMAIN + ":type=Endpoint,name=Chaos");
		}
		catch (MalformedObjectNameException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private List<String> operations() throws JMException {
		return Arrays.stream(this.server.getMBeanInfo(NAME).getOperations()).map(MBeanOperationInfo::getName).toList();
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> invoke(String operation, Object... arguments) throws JMException {
		return (Map<String, Object>) this.server.invoke(NAME, operation, arguments, new String[arguments.length]);
	}

	private record WrongCall(String error, String operation, List<?> arguments) {

		static WrongCall of(String error, String operation, Object... arguments) {
			return new WrongCall(error, operation, List.of(arguments));
		}

	}

}
