package org.chaosspring.observe;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.chaosspring.engine.ChangeCause;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Halt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChaosLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChaosLogTests {

	private final Points points = new Points();

	/**
	 * Log as an application does by default, whatever the one of another test did.
	 */
	@BeforeEach
	void listen() {
		LoggingSystem.get(ChaosLog.class.getClassLoader()).setLogLevel(ChaosLog.class.getName(), LogLevel.INFO);
		this.points.chaos().addListener(new ChaosLog());
	}

	private static List<String> faults(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("Chaos injected")).toList();
	}

	@Test
	void aFaultIsOneLineWithoutKeyOrPayload(CapturedOutput output) {
		this.points.always("message-loss", Map.of());
		this.points.pass(Map.of("message-id", "order-17", "key", "personal"));
		assertThat(faults(output)).singleElement()
			.asString()
			.contains("behavior=message-loss", "point=kafka:produce:template", "group=template", "message=id:order-17",
					"request=none")
			.doesNotContain("personal");
	}

	@Test
	void aKeyIsOnlyShownAsItsHash(CapturedOutput output) {
		this.points.always("message-loss", Map.of());
		this.points.pass(Map.of("key", "personal"));
		assertThat(faults(output)).singleElement()
			.asString()
			.contains("message=orders/key#")
			.doesNotContain("personal");
	}

	@Test
	void theRequestIsThatOfTheThread(CapturedOutput output) {
		this.points.always("message-loss", Map.of());
		try (MDC.MDCCloseable request = MDC.putCloseable("request_id", "r-42")) {
			assertThat(request).isNotNull();
			this.points.pass(Map.of());
		}
		assertThat(faults(output)).singleElement().asString().contains("request=r-42");
	}

	@Test
	void theTraceIsThatOfTheMessageIfTheThreadHasNone(CapturedOutput output) {
		this.points.always("message-loss", Map.of());
		this.points.pass(Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
		assertThat(faults(output)).singleElement().asString().contains("request=4bf92f3577b34da6a3ce929d0e0e4736");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\t", "\u001b", "\u0085", "\u2028", "\u2029", "\u202e" })
	void aLineBreakInAnIdForgesNoLine(String separator, CapturedOutput output) {
		this.points.always("message-loss", Map.of());
		this.points.pass(Map.of("message-id", "a" + separator + "Chaos injected: forged"));
		assertThat(faults(output)).singleElement().asString().contains("message=id:a?Chaos injected: forged");
	}

	@Test
	void manyFaultsAreTenLinesASecond(CapturedOutput output) {
		this.points.always("message-loss", Map.of());
		for (int i = 0; i < 5_000; i++) {
			this.points.pass(Map.of());
		}
		assertThat(faults(output)).hasSizeBetween(10, 50);
	}

	@Test
	void aChangeOfPlanIsOneLine(CapturedOutput output) {
		this.points.always("duplication", Map.of());
		this.points.chaos().disable();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Chaos is"))).satisfiesExactly(
				(on) -> assertThat(on).contains("Chaos is on: by=system from={enabled=false, failureRate=0.01}",
						"to={behaviors.duplication={copies=1, probability=1.0}, enabled=true, failureRate=1.0}",
						"reason=none"),
				(off) -> assertThat(off).contains("Chaos is off: by=system from={enabled=true", "to={enabled=false}"));
	}

	@Test
	void aChangeSaysWhoMadeItAndWhyInOneLine(CapturedOutput output) {
		this.points.chaos()
			.update((plan) -> plan.withTargetGroup("a\u202eb").switchedOn(null),
					new ChangeCause("al\nice", "game day"));
		assertThat(output).containsOnlyOnce("Chaos is on: by=al?ice").contains("targetGroups=[a?b]", "reason=game day");
	}

	@Test
	void anErrorIsLoggedOnceForEachKind(CapturedOutput output) {
		this.points.always("message-loss", Map.of());
		this.points.pass(Map.of("fails", "yes"));
		this.points.pass(Map.of("fails", "yes"));
		assertThat(output.getOut().lines().filter((line) -> line.contains("Chaos failed"))).hasSize(1);
		assertThat(output).contains("IllegalStateException: on purpose");
	}

	@Test
	void aRefusedChangeAnEndAHaltAndItsAcknowledgmentAreOneLineEach(CapturedOutput output) {
		ChaosLog log = new ChaosLog();
		log.onEvent(new ChaosEvent.ChangeRefused(Instant.EPOCH, "failure\nRate", "must be lower", ChangeCause.SYSTEM));
		log.onEvent(new ChaosEvent.Expired(Instant.EPOCH, ChaosPlan.DEFAULT));
		Halt halt = new Halt(Instant.EPOCH, "health", "the health is DOWN");
		log.onEvent(new ChaosEvent.Halted(Instant.EPOCH, halt, ChaosPlan.DEFAULT));
		log.onEvent(new ChaosEvent.HaltAcknowledged(Instant.EPOCH, halt, new ChangeCause("alice", null)));
		assertThat(output)
			.containsOnlyOnce("Chaos may be enabled again after the halt by health (by=alice reason=none)")
			.containsOnlyOnce("Chaos refused a change: failure?Rate must be lower (by=system reason=none)")
			.containsOnlyOnce("Chaos switched itself off, as its time is over")
			.containsOnlyOnce("Chaos switched itself off because of health: the health is DOWN");
	}

	@Test
	void aCapIsLoggedWhenItIsReachedForTheFirstTime(CapturedOutput output) {
		ChaosLog log = new ChaosLog();
		log.onEvent(new ChaosEvent.CapReached(Instant.EPOCH, "faults", null, true));
		log.onEvent(new ChaosEvent.CapReached(Instant.EPOCH, "faults", null, false));
		assertThat(output).containsOnlyOnce("Chaos reached the cap faults");
	}

}
