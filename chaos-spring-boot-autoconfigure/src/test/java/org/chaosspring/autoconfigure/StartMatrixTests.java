package org.chaosspring.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts applications that have some libraries and lack others. The JDK and the version
 * of Spring Boot are those of the build.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartMatrixTests {

	private static final String ALWAYS = "chaosBehaviorCatalog, chaosConditionCatalog, chaosHalts, chaosKillSwitch, "
			+ "chaosLifecycle, chaosLog, chaosMiddleware, chaosNetworkFaults, chaosTargetGroups";

	private static final String NEEDED_BY_OTHER_TESTS = "embedded-brokers|log4j|spring-security|spring-boot-security";

	@ParameterizedTest(name = "{0}")
	@MethodSource("combinations")
	void theApplicationStartsWithoutAWarning(Set<Library> present, CapturedOutput output) {
		assertThat(classPath(present).call(StartedApplication.class)).containsExactlyElementsOf(beans(present));
		assertThat(output).contains("Started StartedApplication").doesNotContain(" WARN ", " ERROR ");
	}

	static Stream<Set<Library>> combinations() {
		return Stream.of(EnumSet.noneOf(Library.class), EnumSet.of(Library.OBSERVATION, Library.KAFKA),
				EnumSet.of(Library.OBSERVATION, Library.RABBIT),
				EnumSet.of(Library.OBSERVATION, Library.KAFKA, Library.RABBIT), EnumSet.of(Library.ACTUATOR),
				EnumSet.of(Library.OBSERVATION, Library.ACTUATOR),
				EnumSet.of(Library.OBSERVATION, Library.WEB, Library.WEB_MVC),
				EnumSet.of(Library.OBSERVATION, Library.KAFKA, Library.ACTUATOR),
				EnumSet.of(Library.OBSERVATION, Library.KAFKA, Library.MICROMETER),
				EnumSet.of(Library.OBSERVATION, Library.KAFKA, Library.WEB, Library.WEB_MVC),
				EnumSet.of(Library.OBSERVATION, Library.KAFKA, Library.ACTUATOR, Library.MICROMETER),
				EnumSet.of(Library.OBSERVATION, Library.KAFKA, Library.ACTUATOR, Library.WEB, Library.WEB_MVC),
				EnumSet.of(Library.OBSERVATION, Library.RABBIT, Library.ACTUATOR, Library.WEB, Library.WEB_FLUX),
				EnumSet.allOf(Library.class));
	}

	private static IsolatedClassPath classPath(Set<Library> present) {
		List<String> missing = new ArrayList<>(List.of(NEEDED_BY_OTHER_TESTS));
		EnumSet.allOf(Library.class)
			.stream()
			.filter((library) -> !present.contains(library))
			.forEach((library) -> missing.add(library.files));
		return IsolatedClassPath.without(missing);
	}

	private static NavigableSet<String> beans(Set<Library> present) {
		NavigableSet<String> beans = new TreeSet<>(List.of(ALWAYS.split(", ")));
		present.stream().flatMap((library) -> Arrays.stream(library.beans.split(", "))).forEach(beans::add);
		beans.remove("");
		if (present.contains(Library.MICROMETER) && present.contains(Library.KAFKA)) {
			beans.addAll(List.of("chaosKafkaLag", "chaosConsumerLagMetrics"));
		}
		if (present.contains(Library.MICROMETER) && present.contains(Library.RABBIT)) {
			beans.addAll(List.of("chaosRabbitDepth", "chaosQueueDepthMetrics"));
		}
		if (present.contains(Library.ACTUATOR) && present.contains(Library.WEB)) {
			beans.add(present.contains(Library.WEB_MVC) ? "chaosWebMvcHandlerMapping" : "chaosWebFluxHandlerMapping");
		}
		return beans;
	}

	private enum Library {

		KAFKA("kafka|spring-kafka|spring-boot-kafka", "kafkaChaosPostProcessor, kafkaChaosListenerPoints"),

		RABBIT("amqp-client|spring-amqp|spring-rabbit|spring-boot-amqp",
				"rabbitChaosPostProcessor, rabbitChaosBlockedConnections"),

		ACTUATOR("spring-boot-actuator|spring-boot-health",
				"chaosInjectionCounts, chaosOperations, chaosEndpoint, chaosForecastCounts, chaosHealthHalt, chaosAudit, "
						+ "chaosHealthIndicator, chaosInfoContributor"),

		MICROMETER("micrometer-core|micrometer-registry|micrometer-jakarta9|spring-boot-micrometer-metrics",
				"chaosMetrics, chaosMeterHalts"),

		OBSERVATION("micrometer-observation|micrometer-commons", "chaosObservations"),

		WEB("spring-web-|spring-boot-web-server|spring-boot-http", ""),

		WEB_MVC("jakarta.servlet-api|spring-boot-servlet|spring-webmvc|spring-boot-webmvc|tomcat|spring-boot-tomcat",
				""),

		WEB_FLUX("spring-webflux|spring-boot-webflux|reactor-netty|spring-boot-reactor", "");

		private final String files;

		private final String beans;

		Library(String files, String beans) {
			this.files = files;
			this.beans = beans;
		}

	}

}
