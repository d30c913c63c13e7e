package org.chaosspring.actuate;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.chaosspring.actuate.ChaosApplication.Reply;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.safety.KillSwitch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what the endpoint refuses for safety, and how it shows halts.
 */
class ChaosEndpointSafetyTests {

	private static final String CHAOS = "/actuator/chaos";

	private static final AtomicInteger LAG = new AtomicInteger();

	private static ChaosApplication application;

	@BeforeAll
	static void start() {
		application = ChaosApplication.start(WebApplicationType.SERVLET, false,
				"management.endpoint.chaos.access=unrestricted", "chaos.messaging.safety.max-failure-rate=0.5",
				"chaos.messaging.safety.protected-names=payments*", "chaos.messaging.safety.halts.interval=10ms",
				"chaos.messaging.safety.halts.meters.consumer-lag.meter=lag",
				"chaos.messaging.safety.halts.meters.consumer-lag.above=10");
		application.context().getBean(MeterRegistry.class).gauge("lag", LAG);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		LAG.set(0);
		application.post(CHAOS + "/acknowledge");
		application.delete(CHAOS);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"enabled":true,"duration":"901s"} | duration | must be at most 15m
			{"failureRate":0.51} | failureRate | must be at most 0.5 but is 0.51
			{"targetGroups":["orders","orders.DLT"]} | targetGroups | must not hold a protected name
			{"targetGroups":["payments-eu"]} | targetGroups | must not hold a protected name
			{"conditions":{"flood":{"groups":["payments"]}}} | conditions.flood.groups | must not hold a protected name
			""")
	void whatIsNeverAllowedIsABadRequestAndChangesNothing(String change, String field, String reason) {
		ChaosPlan before = application.chaos().plan();
		Reply reply = application.post(CHAOS, change);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).containsEntry("field", field);
		assertThat((String) reply.json().get("error")).startsWith(reason);
		assertThat(application.chaos().plan()).isEqualTo(before);
	}

	@Test
	void aHaltIsShownAndBlocksEnablingUntilItIsAcknowledged() {
		application.post(CHAOS + "/enable");
		LAG.set(11);
		await().until(() -> !application.chaos().isEnabled());
		await().until(() -> application.get(CHAOS).json().get("lastHalt") != null);
		LAG.set(0);
		assertThat(lastHalt(application.get(CHAOS))).contains(entry("cause", "consumer-lag"),
				entry("reason", "lag is 11.0, above 10.0"), entry("acknowledged", false));
		Reply refused = application.post(CHAOS + "/enable", "{\"duration\":\"1m\"}");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.json()).containsOnly(entry("field", "enabled"), entry("error",
				"must not be true before the halt by consumer-lag is acknowledged: lag is 11.0, above 10.0"));
		Reply acknowledged = application.post(CHAOS + "/acknowledge");
		assertThat(acknowledged.status()).isEqualTo(200);
		assertThat(lastHalt(acknowledged)).contains(entry("cause", "consumer-lag"), entry("acknowledged", true));
		assertThat(application.post(CHAOS + "/enable").json()).containsEntry("enabled", true);
		assertThat(application.context()
			.getBean(MeterRegistry.class)
			.get("chaos.halts")
			.tag("reason", "consumer-lag")
			.counter()
			.count()).isOne();
	}

	@Test
	void whileTheKillSwitchIsEngagedEnablingIsAConflict() {
		KillSwitch killSwitch = application.context().getBean(KillSwitch.class);
		killSwitch.engage("sale of the year");
		try {
			Reply refused = application.post(CHAOS, "{\"enabled\":true}");
			assertThat(refused.status()).isEqualTo(409);
			assertThat(refused.json()).containsOnly(entry("field", "enabled"),
					entry("error", "must not be true while the kill switch is engaged: sale of the year"));
			assertThat(application.post(CHAOS + "/rate", "{\"failureRate\":0.2}").status()).isEqualTo(200);
			assertThat(application.post(CHAOS + "/disable").status()).isEqualTo(200);
		}
		finally {
			killSwitch.release();
		}
		assertThat(application.post(CHAOS, "{\"enabled\":true}").status()).isEqualTo(200);
	}

	@Test
	void aForecastCountsAndHitsNothingUntilTheSamePlanIsArmed() {
		Reply forecast = application.post(CHAOS + "/forecast", """
				{"failureRate": 0.5, "seed": 7, "targetGroups": ["search"], "duration": "5m"}""");
		assertThat(forecast.status()).isEqualTo(200);
		assertThat(forecast.json()).contains(entry("enabled", true), entry("dryRun", true));
		List<Boolean> drawn = draw();
		assertThat(drawn).containsOnly(false);
		Map<String, Object> counted = map(application.get(CHAOS).json().get("forecast"));
		int expected = (Integer) counted.get("total");
		assertThat(expected).isBetween(350, 650);
		assertThat(counted).contains(entry("behaviors", Map.of("custom", expected)),
				entry("groups", Map.of("search", expected)), entry("destinations", Map.of()));
		Reply armed = application.post(CHAOS, "{\"dryRun\":false}");
		assertThat(armed.json()).contains(entry("enabled", true), entry("dryRun", false), entry("seed", 7),
				entry("failureRate", 0.5), entry("targetGroups", List.of("search")),
				entry("until", forecast.json().get("until")));
		assertThat(draw().stream().filter((hit) -> hit)).as("the same draw").hasSize(expected);
		assertThat(map(application.get(CHAOS).json().get("forecast"))).as("kept").isEqualTo(counted);
	}

	private static List<Boolean> draw() {
		return Stream.generate(() -> application.chaos().shouldInjectChaos("search")).limit(1_000).toList();
	}

	@Test
	void whoEnablesChaosEndsAForecast() {
		application.post(CHAOS + "/forecast");
		assertThat(application.chaos().isEnabled()).isFalse();
		assertThat(application.post(CHAOS + "/enable").json()).contains(entry("enabled", true), entry("dryRun", false));
		assertThat(application.chaos().isEnabled()).isTrue();
	}

	@Test
	void aForecastIsHeldToTheSameBounds() {
		assertThat(application.post(CHAOS + "/forecast", "{\"failureRate\":0.51}").status()).isEqualTo(400);
		assertThat(application.post(CHAOS + "/forecast", "{\"duration\":\"1h\"}").status()).isEqualTo(400);
		assertThat(application.chaos().plan().enabled()).isFalse();
	}

	@Test
	void acknowledgingNothingIsFine() {
		assertThat(application.post(CHAOS + "/acknowledge").status()).isEqualTo(200);
		assertThat(application.post(CHAOS + "/acknowledge", "{\"halt\":\"lag\"}").status()).isEqualTo(400);
		assertThat(application.post(CHAOS + "/acknowledge", "{\"version\":0}").status()).isEqualTo(409);
		assertThat(application.get(CHAOS + "/acknowledge").status()).isEqualTo(405);
	}

	private static Map<String, Object> lastHalt(Reply reply) {
		return map(reply.json().get("lastHalt"));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

}
