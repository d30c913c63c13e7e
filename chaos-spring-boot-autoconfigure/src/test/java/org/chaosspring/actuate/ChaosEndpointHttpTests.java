package org.chaosspring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.chaosspring.actuate.ChaosApplication.Reply;
import org.chaosspring.engine.ChaosPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * Tests for the requests that the endpoint takes over HTTP.
 */
class ChaosEndpointHttpTests extends AbstractChaosHttpTests {

	@Test
	void theWholeStateIsShown() {
		Reply reply = application.get(CHAOS);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.header("Content-Type")).isEqualTo("application/json");
		assertThat(reply.body()).isEqualToIgnoringWhitespace("""
				{
				  "version": VERSION,
				  "enabled": false,
				  "dryRun": false,
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
				  "availableBehaviors": ["ack-loss", "corruption", "duplication", "error", "message-loss",
				    "network-delay", "reordering", "service-restart"],
				  "conditions": {},
				  "availableConditions": ["backpressure", "broker-failure", "degraded-network", "flood",
				    "network-partition"],
				  "counts": {"total": 0, "injected": {}, "groups": {}, "errors": 0},
				  "forecast": {"total": 0, "behaviors": {}, "groups": {}, "destinations": {}},
				  "held": 0,
				  "lastHalt": null
				}
				""".replace("VERSION", Long.toString(application.chaos().inForce().version())));
	}

	@Test
	void aChangeOfTheVersionInForceIsMadeAndAnOutdatedOneIsRefused() {
		long version = application.chaos().inForce().version();
		String body = "{\"failureRate\":0.5,\"version\":" + version + "}";
		assertThat(application.post(CHAOS, body).json()).contains(entry("failureRate", 0.5),
				entry("version", (int) version + 1));
		for (Reply reply : List.of(application.post(CHAOS, body), application.post(CHAOS + "/rate", body),
				application.post(CHAOS + "/enable", "{\"version\":" + version + "}"), application.send("DELETE", CHAOS,
						"{\"version\":" + version + "}", "Content-Type", "application/json"))) {
			assertThat(reply.status()).isEqualTo(409);
			assertThat(reply.json()).isEqualTo(Map.of("error",
					"must be " + (version + 1) + ", as somebody else made a change", "field", "version"));
		}
		assertThat(application.chaos().inForce().version()).isEqualTo(version + 1);
		assertThat(application.chaos().isEnabled()).isFalse();
	}

	@Test
	void theVersionStaysWhenNothingChanges() {
		long version = application.chaos().inForce().version();
		application.post(CHAOS + "/disable");
		assertThat(application.get(CHAOS).json()).containsEntry("version", (int) version);
	}

	@Test
	void aConditionIsImposedAndLifted() {
		Reply imposed = application.post(CHAOS + "/conditions/broker-failure", """
				{"broker": "1", "failoverAfter": "2s", "direction": "produce", "groups": ["orders", "kafka"]}""");
		assertThat(imposed.status()).isEqualTo(200);
		assertThat(imposed.json()).containsEntry("conditions", Map.of("broker-failure", Map.of("broker", "1",
				"failoverAfter", "2s", "direction", "produce", "groups", List.of("kafka", "orders"))));
		Reply lifted = application.send("DELETE", CHAOS + "/conditions/broker-failure", null);
		assertThat(lifted.status()).isEqualTo(200);
		assertThat(lifted.json()).containsEntry("conditions", Map.of());
	}

	@Test
	void aConditionWithoutParametersNeedsNoBody() {
		Reply imposed = application.post(CHAOS + "/conditions/network-partition");
		assertThat(imposed.status()).isEqualTo(200);
		assertThat(imposed.json()).containsEntry("conditions",
				Map.of("network-partition", Map.of("evict", false, "direction", "both", "groups", List.of())));
	}

	@Test
	void conditionsChangeTogetherWithTheRest() {
		Reply imposed = application.post(CHAOS, """
				{"failureRate": 0.5, "conditions": {"flood": {"factor": 2}, "backpressure": {"rate": 0.5}}}""");
		assertThat(imposed.json()).containsEntry("failureRate", 0.5)
			.extractingByKey("conditions", MAP)
			.containsOnlyKeys("flood", "backpressure");
		assertThat(application.post(CHAOS, "{\"conditions\": {\"flood\": null}}").json())
			.extractingByKey("conditions", MAP)
			.containsOnlyKeys("backpressure");
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
	void enabledWithoutDurationMeansAsLongAsIsAllowed() {
		application.post(CHAOS + "/enable", "{\"duration\":\"1m\"}");
		Instant before = Instant.now();
		Reply reply = application.post(CHAOS, "{\"enabled\":true}");
		assertThat(Instant.parse((String) reply.json().get("until"))).isBetween(before.plusSeconds(3600),
				Instant.now().plusSeconds(3600));
	}

	@Test
	void bodylessEnableNeedsNoContentType() {
		Instant before = Instant.now();
		Reply reply = application.post(CHAOS + "/enable");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json()).containsEntry("enabled", true);
		assertThat(Instant.parse((String) reply.json().get("until"))).isBetween(before.plusSeconds(3600),
				Instant.now().plusSeconds(3600));
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

	@Test
	void changesAtTheSameTimeAreAllMade() {
		List<String> names = IntStream.range(0, 50).mapToObj((i) -> "group-" + i).toList();
		names.parallelStream().forEach((name) -> application.post(CHAOS + "/groups/" + name));
		assertThat(application.chaos().plan().targetGroups()).hasSize(51).containsAll(names);
	}

}
