package org.chaosspring.observe;

import java.util.Map;
import java.util.Set;

import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.ObservationContextAssert;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.Propagator;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;

/**
 * Tests for {@link ChaosObservations}.
 */
class ChaosObservationsTests {

	private static final Propagator.Setter<Object> NOWHERE = (carrier, key, value) -> {
	};

	private final Points points = new Points();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	@BeforeEach
	void observe() {
		ChaosObservations observations = new ChaosObservations(this.points.chaos(), () -> this.registry,
				() -> Set.of("duplication"));
		this.registry.observationConfig().observationHandler(observations);
		this.points.chaos().addListener(observations);
		this.points.always("duplication", Map.of());
	}

	@Test
	void aFaultIsShownOnTheObservationOfTheSend() {
		Observation.createNotStarted("send", () -> new SenderContext<>(NOWHERE), this.registry)
			.observe(() -> this.points.pass(Map.of()));
		assertThat(this.registry).hasObservationWithNameEqualTo("send")
			.that()
			.hasLowCardinalityKeyValue("chaos.behavior", "duplication")
			.hasHighCardinalityKeyValueWithKey("chaos.fault")
			.hasEvent("chaos.fault");
	}

	@Test
	void aFaultIsNotShownOnTheObservationOfSomethingElse() {
		Observation.createNotStarted("checkout", this.registry).observe(() -> this.points.pass(Map.of()));
		Observation.createNotStarted("request", () -> new SenderContext<>(NOWHERE, Kind.CLIENT), this.registry)
			.observe(() -> this.points.pass(Map.of()));
		assertThat(this.registry).forAllObservationsWithNameEqualTo("checkout", ChaosObservationsTests::isUntouched)
			.forAllObservationsWithNameEqualTo("request", ChaosObservationsTests::isUntouched);
	}

	@Test
	void aMarkIsShownOnTheObservationOfTheListener() {
		receive(Map.of("chaos-fault", "duplication;1f"), Kind.CONSUMER);
		assertThat(this.registry).hasObservationWithNameEqualTo("receive")
			.that()
			.hasLowCardinalityKeyValue("chaos.behavior", "duplication")
			.hasHighCardinalityKeyValue("chaos.fault", "1f")
			.hasEvent("chaos.fault");
	}

	@Test
	void aMarkThatChaosDidNotMakeIsIgnored() {
		receive(Map.of("chaos-fault", "anything;1f"), Kind.CONSUMER);
		receive(Map.of("chaos-fault", "duplication"), Kind.CONSUMER);
		receive(Map.of("chaos-fault", 1), Kind.CONSUMER);
		receive(Map.of(), Kind.CONSUMER);
		assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("receive", 4)
			.forAllObservationsWithNameEqualTo("receive", ChaosObservationsTests::isUntouched);
	}

	@Test
	void aRequestOverHttpIsNoMessage() {
		receive(Map.of("chaos-fault", "duplication;1f"), Kind.SERVER);
		assertThat(this.registry).forAllObservationsWithNameEqualTo("receive", ChaosObservationsTests::isUntouched);
	}

	@Test
	void whileChaosIsOffMarksAreNotLookedAt() {
		this.points.chaos().disable();
		receive(Map.of("chaos-fault", "duplication;1f"), Kind.CONSUMER);
		assertThat(this.registry).forAllObservationsWithNameEqualTo("receive", ChaosObservationsTests::isUntouched);
	}

	private void receive(Map<String, ?> headers, Kind kind) {
		ReceiverContext<Map<String, ?>> context = new ReceiverContext<>((carrier, key) -> (String) carrier.get(key),
				kind);
		context.setCarrier(headers);
		Observation.createNotStarted("receive", () -> context, this.registry).observe(() -> {
		});
	}

	private static void isUntouched(ObservationContextAssert<?> observation) {
		observation.doesNotHaveLowCardinalityKeyValueWithKey("chaos.behavior")
			.doesNotHaveHighCardinalityKeyValueWithKey("chaos.fault");
	}

}
