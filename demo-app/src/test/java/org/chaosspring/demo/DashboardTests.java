package org.chaosspring.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.chaosspring.safety.KillSwitch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Has a real Prometheus scrape the demo under chaos, and asks it everything that the
 * dashboards ask.
 */
@NeedsPrometheus
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "demo.orders-per-second=50", "demo.retry.interval=10ms", "demo.payment.timeout-share=0.1",
				"demo.carrier.timeout-share=0.1", "chaos.messaging.backlog-interval=1s",
				"chaos.messaging.safety.max-faults-per-second=20" })
@DirtiesContext
class DashboardTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String APPLICATION = "chaos-demo";

	private static final String OPERATOR = "Basic "
			+ HttpHeaders.encodeBasicAuth("operator", "operator", StandardCharsets.UTF_8);

	/**
	 * The largest values that are plausible for a demo on a slow machine, by unit.
	 */
	private static final Map<String, Double> LARGEST = Map.of("none", 2.0, "short", 1e6, "cps", 1e4, "percentunit", 1.0,
			"s", 60.0, "bytes", 1e10);

	/**
	 * Panels of what need not happen while the test looks.
	 */
	private static final Set<String> MAY_BE_ZERO = Set.of("Held messages", "Errors inside chaos", "Error rates",
			"Rejected and requeued", "Consumer lag", "Queue depth", "Pauses of the garbage collector");

	@LocalServerPort
	private int port;

	@Autowired
	private KillSwitch killSwitch;

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void everyQueryOfEveryDashboardIsAnswered(@TempDir Path directory) throws Exception {
		try (Prometheus prometheus = Prometheus.start(directory, APPLICATION, this.port)) {
			JsonNode state = post("/actuator/chaos", """
					{"enabled": true, "failureRate": 0.25, "behaviors": {
					 "network-delay": {"delay": "500ms"}, "duplication": {}, "message-loss": {"probability": 0.5}}}""");
			assertThat(state.at("/enabled").booleanValue()).isTrue();
			List<Dashboard> dashboards = Dashboard.all();
			for (Dashboard dashboard : dashboards) {
				choose(dashboard, prometheus);
				awaitAnswers(dashboard, prometheus, (query) -> !query.isAboutHalts());
			}
			assertThat(prometheus.now("max(chaos_failure_rate)")).containsExactly(0.25);
			assertThat(prometheus.now("sum(chaos_enabled)")).containsExactly(2.0);
			this.killSwitch.engage("the test is over");
			for (Dashboard dashboard : dashboards) {
				awaitAnswers(dashboard, prometheus, Dashboard.Query::isAboutHalts);
			}
			await().atMost(PATIENCE).until(() -> prometheus.now("sum(chaos_enabled)").equals(List.of(0.0)));
			double faults = post("/actuator/chaos/disable", "").at("/counts/total").doubleValue();
			assertThat(prometheus.now("sum by (instance) (chaos_injected_total)")).hasSize(2).containsOnly(faults);
			assertThat(prometheus.now("chaos_halts_total{reason=\"kill-switch\"}")).hasSize(2).containsOnly(1.0);
		}
		finally {
			this.killSwitch.release();
		}
	}

	private static void choose(Dashboard dashboard, Prometheus prometheus) {
		for (Dashboard.Variable variable : dashboard.variables()) {
			String match = dashboard.substitute(variable.match());
			await(dashboard + ": " + variable).atMost(PATIENCE)
				.until(() -> !prometheus.labelValues(variable.label(), match).isEmpty());
			dashboard.choose(variable, prometheus.labelValues(variable.label(), match));
		}
	}

	private static void awaitAnswers(Dashboard dashboard, Prometheus prometheus, Predicate<Dashboard.Query> wanted) {
		Stream.concat(dashboard.queries().stream(), dashboard.annotations().stream())
			.filter(wanted)
			.forEach((query) -> awaitAnswer(dashboard, query, prometheus));
	}

	private static void awaitAnswer(Dashboard dashboard, Dashboard.Query query, Prometheus prometheus) {
		assertThat(query.expression()).doesNotContain("$");
		await(dashboard + ": " + query).atMost(PATIENCE).pollDelay(Duration.ZERO).untilAsserted(() -> {
			List<Double> values = query.instant() ? prometheus.now(query.expression())
					: prometheus.overTheLastMinute(query.expression());
			assertThat(values).isNotEmpty()
				.allSatisfy((value) -> assertThat(value).isFinite().isBetween(0.0, LARGEST.get(query.unit())));
			if (!MAY_BE_ZERO.contains(query.title())) {
				assertThat(values).anySatisfy((value) -> assertThat(value).isPositive());
			}
		});
	}

	private JsonNode post(String path, String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.header("Content-Type", "application/json")
			.header("Authorization", OPERATOR)
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return new JsonMapper().readTree(response.body());
	}

}
