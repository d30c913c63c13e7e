package org.chaosspring.actuate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.chaosspring.actuate.ChaosApplication.Reply;
import org.chaosspring.engine.ChaosPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * Tests for the requests that the endpoint takes over HTTP.
 */
@ParameterizedClass
@EnumSource(ChaosServer.class)
class ChaosEndpointHttpTests {

	private static final String CHAOS = "/actuator/chaos";

	private static ChaosApplication application;

	@Parameter
	private ChaosServer server;

	@BeforeParameterizedClassInvocation
	static void start(ChaosServer server) {
		application = server.start("management.endpoint.chaos.access=unrestricted",
				"management.endpoints.web.cors.allowed-origins=https://console.example",
				"management.endpoints.web.cors.allowed-methods=GET,POST", "chaos.messaging.failure-rate=0.25",
				"chaos.messaging.target-groups=payments", "chaos.messaging.groups.payments.broker=kafka",
				"chaos.messaging.groups.payments.direction=produce",
				"chaos.messaging.groups.payments.destinations=payments.*",
				"chaos.messaging.groups.payments.keys=alice,bob", "chaos.messaging.groups.payments.headers.tenant=acme",
				"chaos.messaging.behaviors.network-delay.probability=0.5",
				"chaos.messaging.behaviors.network-delay.max-delay=1500ms");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.chaos().reset();
	}

	@Test
	void theWholeStateIsShown() {
		Reply reply = application.get(CHAOS);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.header("Content-Type")).isEqualTo("application/json");
		assertThat(reply.body()).isEqualToIgnoringWhitespace("""
				{
				  "enabled": false,
				  "since": null,
				  "until": null,
				  "failureRate": 0.25,
				  "seed": null,
				  "targetGroups": ["payments"],
				  "groups": {
				    "payments": {
				      "broker": "kafka",
				      "direction": "produce",
				      "destinations": ["payments.*"],
				      "points": [],
				      "keys": 2,
				      "headers": ["tenant"]
				    }
				  },
				  "behaviors": {
				    "network-delay": {
				      "probability": 0.5,
				      "allowRebalance": false,
				      "blocking": false,
				      "delay": "100ms",
				      "distribution": "uniform",
				      "keepOrder": true,
				      "maxDelay": "1500ms"
				    }
				  },
				  "availableBehaviors": ["corruption", "duplication", "message-loss", "network-delay", "reordering",
				    "service-restart"],
				  "conditions": {},
				  "counts": {"total": 0, "injected": {}, "groups": {}, "errors": 0},
				  "held": 0,
				  "lastHalt": null
				}
				""");
	}

	@Test
	void headIsAnsweredWithoutBody() {
		Reply reply = application.send("HEAD", CHAOS, null);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.body()).isEmpty();
	}

	@Test
	void aPartialChangeIsMadeAtOnceAndLeavesTheRest() {
		Instant before = Instant.now();
		Reply reply = application.post(CHAOS, """
				{"enabled": true, "failureRate": 0.2, "seed": 42, "targetGroups": ["kafka", "orders"],
				 "duration": "10m", "behaviors": {"message-loss": {"probability": 0.2}}}""");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json()).contains(entry("enabled", true), entry("failureRate", 0.2), entry("seed", 42),
				entry("targetGroups", List.of("kafka", "orders")));
		assertThat(reply.json()).extractingByKey("behaviors")
			.isEqualTo(Map.of("message-loss", Map.of("probability", 0.2, "allowInTransactions", false), "network-delay",
					Map.of("probability", 0.5, "allowRebalance", false, "blocking", false, "delay", "100ms",
							"distribution", "uniform", "keepOrder", true, "maxDelay", "1500ms")));
		Instant after = Instant.now();
		assertThat(Instant.parse((String) reply.json().get("since"))).isBetween(before, after);
		assertThat(Instant.parse((String) reply.json().get("until"))).isBetween(before.plusSeconds(600),
				after.plusSeconds(600));
		assertThat(reply.json()).isEqualTo(application.get(CHAOS).json());
	}

	@Test
	void aChangeOfOneFieldLeavesTheOthers() {
		application.post(CHAOS, "{\"enabled\":true,\"duration\":\"1h\"}");
		ChaosPlan before = application.chaos().plan();
		assertThat(application.post(CHAOS, "{\"failureRate\":1}").status()).isEqualTo(200);
		assertThat(application.chaos().plan()).isEqualTo(before.withFailureRate(1));
		assertThat(application.post(CHAOS, "{}").status()).isEqualTo(200);
		assertThat(application.chaos().plan()).isEqualTo(before.withFailureRate(1));
	}

	@Test
	void whatIsShownCanBeGivenBack() {
		application.post(CHAOS, """
				{"seed": 5, "behaviors": {"corruption": {"mode": "garbage", "bytes": 3},
				 "reordering": {"maxHold": "250us"}, "service-restart": {"downtime": "PT1H"}}}""");
		ChaosPlan plan = application.chaos().plan();
		Map<String, Object> state = new TreeMap<>(application.get(CHAOS).json());
		state.keySet().retainAll(Set.of("enabled", "failureRate", "seed", "targetGroups", "behaviors"));
		application.delete(CHAOS);
		assertThat(application.chaos().plan()).isNotEqualTo(plan);
		assertThat(application.post(CHAOS, ChaosApplication.json(state)).status()).isEqualTo(200);
		assertThat(application.chaos().plan()).isEqualTo(plan);
	}

	@Test
	void aChangeCanRemoveABehavior() {
		Reply reply = application.post(CHAOS, "{\"behaviors\":{\"network-delay\":null,\"message-loss\":null}}");
		assertThat(reply.json()).containsEntry("behaviors", Map.of());
	}

	@Test
	void aChangeCanTakeTheSeedAndTheTargetGroupsAway() {
		application.chaos().update((plan) -> plan.withSeed(1L));
		Reply reply = application.post(CHAOS, "{\"seed\":null,\"targetGroups\":[]}");
		assertThat(reply.json()).contains(entry("seed", null), entry("targetGroups", List.of()));
	}

	@Test
	void aDurationAloneSetsAnewWhenChaosEnds() {
		application.post(CHAOS + "/enable", "{\"duration\":\"1m\"}");
		Instant before = Instant.now();
		Reply reply = application.post(CHAOS, "{\"duration\":\"1h\"}");
		assertThat(Instant.parse((String) reply.json().get("until"))).isBetween(before.plusSeconds(3600),
				Instant.now().plusSeconds(3600));
	}

	@Test
	void enabledWithoutDurationMeansUntilDisabled() {
		application.post(CHAOS + "/enable", "{\"duration\":\"1m\"}");
		assertThat(application.post(CHAOS, "{\"enabled\":true}").json()).contains(entry("enabled", true),
				entry("until", null));
	}

	@Test
	void bodylessEnableNeedsNoContentType() {
		Reply reply = application.post(CHAOS + "/enable");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json()).contains(entry("enabled", true), entry("until", null));
	}

	@Test
	void enableTakesADuration() {
		Instant before = Instant.now();
		Reply reply = application.post(CHAOS + "/enable", "{\"duration\":\"10m\"}");
		assertThat(Duration.between(before, Instant.parse((String) reply.json().get("until"))))
			.isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"duration\":5}", "not json", "[" })
	void disableIgnoresItsBodyAndItsContentType(String body) {
		application.chaos().enable();
		Reply reply = application.send("POST", CHAOS + "/disable", body, "Content-Type", "text/plain");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json()).contains(entry("enabled", false), entry("since", null), entry("until", null));
		assertThat(application.chaos().isEnabled()).isFalse();
	}

	@Test
	void disableIsIdempotent() {
		Map<String, Object> state = application.post(CHAOS + "/disable").json();
		Reply again = application.post(CHAOS + "/disable");
		assertThat(again.status()).isEqualTo(200);
		assertThat(again.json()).isEqualTo(state);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1", "0.05", "5e-2", "1.0", "-0" })
	void rateSetsTheFailureRate(String rate) {
		Reply reply = application.post(CHAOS + "/rate", "{\"failureRate\":" + rate + "}");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(application.chaos().plan().failureRate()).isEqualTo(Math.abs(Double.parseDouble(rate)));
	}

	@Test
	void groupsAreAddedAndRemoved() {
		assertThat(application.post(CHAOS + "/groups/orders").json()).containsEntry("targetGroups",
				List.of("orders", "payments"));
		assertThat(application.post(CHAOS + "/groups/orders", "{}").status()).isEqualTo(200);
		assertThat(application.delete(CHAOS + "/groups/payments").json()).containsEntry("targetGroups",
				List.of("orders"));
		assertThat(application.delete(CHAOS + "/groups/payments").status()).isEqualTo(200);
		assertThat(application.delete(CHAOS + "/groups/orders").json()).containsEntry("targetGroups", List.of());
	}

	@ParameterizedTest
	@CsvSource({ "a%20b, a b", "caf%C3%A9, café", "a%3Bb, a;b", "a+b, a+b", "a%2Bb, a+b", "a%25b, a%b",
			"x.y-z_1, x.y-z_1", "a%3Fb, a?b", "%E2%82%AC, €" })
	void namesInThePathArePercentDecoded(String encoded, String name) {
		Reply reply = application.post(CHAOS + "/groups/" + encoded);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(application.chaos().plan().targetGroups()).containsExactlyInAnyOrder("payments", name);
		assertThat(reply.json()).extractingByKey("targetGroups").asInstanceOf(LIST).contains(name);
		application.delete(CHAOS + "/groups/" + encoded);
		assertThat(application.chaos().plan().targetGroups()).containsExactly("payments");
	}

	@Test
	void behaviorsAreSetAndRemoved() {
		Reply set = application.post(CHAOS + "/behaviors/network-delay",
				"{\"probability\":0.75,\"delay\":\"2s\",\"max-delay\":\"3s\",\"blocking\":true}");
		assertThat(set.json()).containsEntry("behaviors",
				Map.of("network-delay", Map.of("probability", 0.75, "allowRebalance", false, "blocking", true, "delay",
						"2s", "distribution", "uniform", "keepOrder", true, "maxDelay", "3s")));
		assertThat(application.delete(CHAOS + "/behaviors/network-delay").json()).containsEntry("behaviors", Map.of());
		Reply again = application.delete(CHAOS + "/behaviors/network-delay");
		assertThat(again.status()).isEqualTo(200);
		assertThat(again.json()).containsEntry("behaviors", Map.of());
	}

	@Test
	void aBehaviorWithoutBodyComesInAlwaysWithItsDefaults() {
		application.delete(CHAOS + "/behaviors/network-delay");
		assertThat(application.post(CHAOS + "/behaviors/duplication").json()).containsEntry("behaviors",
				Map.of("duplication", Map.of("probability", 1.0, "copies", 1)));
	}

	@Test
	void deleteGoesBackToWhatWasConfigured() {
		ChaosPlan configured = application.chaos().plan();
		application.post(CHAOS, "{\"enabled\":true,\"failureRate\":1,\"seed\":3,\"targetGroups\":[],"
				+ "\"behaviors\":{\"network-delay\":null,\"message-loss\":{}}}");
		assertThat(application.chaos().plan()).isNotEqualTo(configured);
		Reply reply = application.delete(CHAOS);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(application.chaos().plan()).isEqualTo(configured);
		assertThat(reply.json()).isEqualTo(application.get(CHAOS).json());
	}

	@ParameterizedTest
	@EnumSource
	void aBadRequestIsRefusedAndChangesNothing(BadRequest bad) {
		Map<String, Object> before = application.get(CHAOS).json();
		Reply reply = application.post(CHAOS + bad.path(), bad.body());
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.header("Content-Type")).isEqualTo("application/json");
		assertThat(reply.json()).containsExactly(entry("error", bad.error()), entry("field", bad.field()));
		assertThat(application.get(CHAOS).json()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource({ "POST, /groups/%20, group", "DELETE, /groups/%20, group", "DELETE, /behaviors/unknown, name",
			"DELETE, /conditions/network-partition, name" })
	void aBadNameIsRefusedAndChangesNothing(String method, String path, String field) {
		Map<String, Object> before = application.get(CHAOS).json();
		Reply reply = application.send(method, CHAOS + path, null);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).containsOnlyKeys("error", "field").containsEntry("field", field);
		assertThat(application.get(CHAOS).json()).isEqualTo(before);
	}

	@Test
	void aChangeWithoutBodyIsRefused() {
		Reply reply = application.post(CHAOS);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).isEqualTo(Map.of("error", "must be a JSON object", "field", "body"));
	}

	@Test
	void aRateWithoutBodyIsRefused() {
		Reply reply = application.post(CHAOS + "/rate");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json())
			.isEqualTo(Map.of("error", "must be given, as a number from 0 to 1", "field", "failureRate"));
	}

	@Test
	void aLargeBodyIsRefused() {
		Reply reply = application.post(CHAOS, "{\"enabled\":true" + " ".repeat(64 * 1024) + "}");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).isEqualTo(Map.of("error", "must have at most 65536 bytes", "field", "body"));
		assertThat(application.chaos().isEnabled()).isFalse();
	}

	@Test
	void aBodyOfTheLargestSizeIsTaken() {
		String body = "{\"enabled\":true}";
		Reply reply = application.post(CHAOS, body + " ".repeat(64 * 1024 - body.length()));
		assertThat(reply.status()).isEqualTo(200);
		assertThat(application.chaos().isEnabled()).isTrue();
	}

	@Test
	void aBodyInAnotherEncodingIsRefused() {
		Reply reply = application.postBytes(CHAOS, "{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1));
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).isEqualTo(Map.of("error", "must be JSON in UTF-8", "field", "body"));
	}

	@Test
	void theErrorShowsNoControlCharactersAndNoLongNames() {
		Reply reply = application.post(CHAOS, "{\"a\\u001b[31m\\n\\u202e" + "x".repeat(1000) + "\":1}");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).containsEntry("field", "a?[31m??" + "x".repeat(300 - 8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "application/xml", "json", "*/*",
			"application/jsonp" })
	void aBodyOfAnotherContentTypeIsRefused(String contentType) {
		Reply reply = application.send("POST", CHAOS, "{\"enabled\":true}", "Content-Type", contentType);
		assertThat(reply.status()).isEqualTo(415);
		assertThat(reply.json()).isEqualTo(Map.of("error", "must be application/json", "field", "Content-Type"));
		assertThat(application.chaos().isEnabled()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json;charset=UTF-8",
			"application/vnd.spring-boot.actuator.v3+json", "APPLICATION/JSON" })
	void aBodyOfAJsonContentTypeIsTaken(String contentType) {
		assertThat(application.send("POST", CHAOS, "{\"enabled\":true}", "Content-Type", contentType).status())
			.isEqualTo(200);
	}

	@Test
	void aBodyWithoutContentTypeIsTakenForJson() {
		assertThat(application.send("POST", CHAOS, "{\"failureRate\":0.5}").json()).containsEntry("failureRate", 0.5);
	}

	@Test
	void anEmptyBodyMayHaveAnyContentType() {
		assertThat(application.send("POST", CHAOS + "/enable", "", "Content-Type", "text/plain").status())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			PUT     | ''                  | GET, HEAD, POST, DELETE
			PATCH   | ''                  | GET, HEAD, POST, DELETE
			OPTIONS | ''                  | GET, HEAD, POST, DELETE
			GET     | /enable             | POST
			HEAD    | /enable             | POST
			PUT     | /enable             | POST
			DELETE  | /enable             | POST
			GET     | /disable            | POST
			GET     | /rate               | POST
			PUT     | /rate               | POST
			GET     | /groups/a           | POST, DELETE
			PUT     | /groups/a           | POST, DELETE
			GET     | /behaviors/unknown  | POST, DELETE
			PATCH   | /behaviors/unknown  | POST, DELETE
			GET     | /conditions/unknown | POST, DELETE
			""")
	void anotherMethodIsNotAllowed(String method, String path, String allow) {
		Reply reply = application.send(method, CHAOS + path, null);
		assertThat(reply.status()).isEqualTo(405);
		assertThat(reply.header("Allow")).isEqualTo(allow);
		if (!method.equals("HEAD")) {
			assertThat(reply.json()).isEqualTo(Map.of("error", "must be one of [" + allow + "]", "field", "method"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/unknown", "/groups", "/groups/", "/groups/a/b", "/behaviors", "/enable/", "s" })
	void anUnknownPathIsNotFound(String path) {
		assertThat(application.post(CHAOS + path, "{}").status()).isEqualTo(404);
		assertThat(application.get(CHAOS + path).status()).isEqualTo(404);
	}

	@Test
	void otherEndpointsAndTheApplicationAreServedAsBefore() {
		assertThat(application.get("/actuator/info").status()).isEqualTo(200);
		assertThat(application.post("/actuator/info", "{}").status()).isEqualTo(405);
		assertThat(application.get("/actuator").json()).extractingByKey("_links")
			.asInstanceOf(MAP)
			.containsOnlyKeys("self", "chaos", "health", "health-path", "info");
		assertThat(application.getFromApplication("/greeting").body()).isEqualTo("hello");
		assertThat(application.getFromApplication(CHAOS).status()).isEqualTo(this.server.hasOwnPort() ? 404 : 200);
	}

	@Test
	void otherOriginsAreServedAsConfigured() {
		Reply allowed = application.send("GET", CHAOS, null, "Origin", "https://console.example");
		assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://console.example");
		Reply preflight = application.send("OPTIONS", CHAOS + "/disable", null, "Origin", "https://console.example",
				"Access-Control-Request-Method", "POST");
		assertThat(preflight.status()).isEqualTo(200);
		assertThat(preflight.header("Access-Control-Allow-Methods")).isEqualTo("GET,POST");
		assertThat(application.send("POST", CHAOS + "/enable", null, "Origin", "https://evil.example").status())
			.isEqualTo(403);
		assertThat(application.chaos().isEnabled()).isFalse();
	}

	@Test
	void changesAtTheSameTimeAreAllMade() {
		List<String> names = IntStream.range(0, 50).mapToObj((i) -> "group-" + i).toList();
		names.parallelStream().forEach((name) -> application.post(CHAOS + "/groups/" + name));
		assertThat(application.chaos().plan().targetGroups()).hasSize(51).containsAll(names);
	}

}
