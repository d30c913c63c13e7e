package org.chaosspring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.chaosspring.engine.ChangeCause;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.observe.ChaosAudit;
import org.chaosspring.safety.HaltCondition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ChaosAudit} in applications: who did what, from which plan to which,
 * and why.
 */
class ChaosAuditTests {

	private static final String CHAOS = "/actuator/chaos";

	private static final String AUDITED = "spring.main.sources=" + Audited.class.getName();

	private static final String UNRESTRICTED = "management.endpoint.chaos.access=unrestricted";

	@ParameterizedTest
	@EnumSource
	void overHttpWhoeverIsSignedInIsNamed(ChaosServer server) {
		try (ChaosApplication application = server.startSecured(UNRESTRICTED, AUDITED)) {
			change(application, "{\"failureRate\":0.5,\"reason\":\"game day\"}");
			change(application, "{\"failureRate\":2,\"reason\":\"too much\"}");
			change(application, "{\"failureRate\":");
			application.send("PUT", CHAOS, null, Operator.OPERATOR.headers());
			List<AuditEvent> events = events(application);
			assertThat(events).extracting(AuditEvent::getPrincipal).containsOnly("operator");
			assertThat(events).extracting(AuditEvent::getType)
				.containsExactly(ChaosAudit.CHANGED, ChaosAudit.REFUSED, ChaosAudit.REFUSED, ChaosAudit.REFUSED);
			assertThat(events).extracting(AuditEvent::getData)
				.containsExactly(
						Map.of("from", Map.of("failureRate", 0.01), "to", Map.of("failureRate", 0.5), "reason",
								"game day"),
						Map.of("field", "failureRate", "expected", "must be a number from 0 to 1 but is 2.0", "reason",
								"too much"),
						Map.of("field", "body", "expected", "must be JSON, with more at position 15"),
						Map.of("field", "method", "expected", "must be one of [GET, HEAD, POST, DELETE]"));
		}
	}

	private static void change(ChaosApplication application, String json) {
		application.send("POST", CHAOS, json, Operator.OPERATOR.headers("Content-Type", "application/json"));
	}

	@Test
	void withoutSecurityWhoeverAsksIsAnonymous() {
		try (ChaosApplication application = ChaosServer.MVC_ON_THE_SAME_PORT.start(UNRESTRICTED, AUDITED)) {
			application.post(CHAOS + "/behaviors/message-loss");
			assertThat(events(application)).singleElement().satisfies((event) -> {
				assertThat(event.getPrincipal()).isEqualTo("anonymous");
				assertThat(event.getData()).isEqualTo(Map.of("from", Map.of(), "to",
						Map.of("behaviors.message-loss", Map.of("probability", 1.0, "allow-in-transactions", false))));
			});
		}
	}

	@Test
	void inCodeTheCauseNamesWhoAsksAndElseItIsTheSystem() {
		try (ChaosApplication application = start()) {
			application.chaos().setFailureRate(0.5);
			application.chaos().update((plan) -> plan.withSeed(1L), new ChangeCause("alice", "a test"));
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> application.chaos().setFailureRate(2));
			assertThat(events(application)).extracting(AuditEvent::getPrincipal, AuditEvent::getType)
				.containsExactly(tuple("system", ChaosAudit.CHANGED), tuple("alice", ChaosAudit.CHANGED),
						tuple("system", ChaosAudit.REFUSED));
		}
	}

	@Test
	void anEndOfTheTimeIsAChangeAndAnExpiry() {
		try (ChaosApplication application = start()) {
			application.chaos().enable(Duration.ofMillis(1));
			await().untilAsserted(() -> assertThat(events(application)).extracting(AuditEvent::getType)
				.containsExactly(ChaosAudit.CHANGED, ChaosAudit.CHANGED, ChaosAudit.EXPIRED));
			assertThat(application.chaos().plan()).isEqualTo(ChaosPlan.DEFAULT);
		}
	}

	@Test
	void aHaltIsAChangeAndAHaltAndWhoeverTakesNoteOfItIsNamed() {
		try (ChaosApplication application = ChaosServer.MVC_ON_THE_SAME_PORT.start(UNRESTRICTED,
				AUDITED + "," + Halting.class.getName())) {
			application.chaos().enable();
			await().untilAsserted(() -> assertThat(events(application)).extracting(AuditEvent::getType)
				.containsExactly(ChaosAudit.CHANGED, ChaosAudit.CHANGED, ChaosAudit.HALTED));
			application.post(CHAOS + "/acknowledge", "{\"reason\":\"understood\"}");
			application.post(CHAOS + "/acknowledge");
			assertThat(events(application)).hasSize(4).last().satisfies((event) -> {
				assertThat(event.getPrincipal()).isEqualTo("anonymous");
				assertThat(event.getType()).isEqualTo(ChaosAudit.ACKNOWLEDGED);
				assertThat(event.getData()).isEqualTo(Map.of("cause", "on-demand", "reason", "understood"));
			});
			assertThat(events(application).get(2)).satisfies((event) -> {
				assertThat(event.getPrincipal()).isEqualTo("system");
				assertThat(event.getData()).isEqualTo(Map.of("cause", "on-demand", "reason", "on purpose"));
			});
		}
	}

	private static ChaosApplication start() {
		return ChaosApplication.start(WebApplicationType.NONE, false, AUDITED);
	}

	private static List<AuditEvent> events(ChaosApplication application) {
		return application.context()
			.getBean(AuditEventRepository.class)
			.find(null, null, null)
			.stream()
			.filter((event) -> event.getType().startsWith("CHAOS_"))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Audited {

		@Bean
		AuditEventRepository auditEvents() {
			return new InMemoryAuditEventRepository();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Halting {

		@Bean
		HaltCondition onDemand() {
			return new HaltCondition() {

				@Override
				public String name() {
					return "on-demand";
				}

				@Override
				public String check() {
					return "on purpose";
				}

			};
		}

	}

}
