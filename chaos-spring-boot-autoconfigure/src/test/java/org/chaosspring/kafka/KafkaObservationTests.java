package org.chaosspring.kafka;

import java.util.List;
import java.util.Map;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.kafka.KafkaListening.Received;
import org.chaosspring.observe.Tracing;
import org.chaosspring.observe.Tracing.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a fault is seen on the observation of the message that it hit.
 */
@ExtendWith(KafkaBroker.class)
class KafkaObservationTests {

	private String topic = "";

	private KafkaApplication application;

	private InMemorySpanExporter spans;

	@BeforeEach
	void start(TestInfo test) {
		this.topic = KafkaApplication.newTopic(test.getTestMethod().orElseThrow().getName(), 1);
		this.application = KafkaApplication.start(List.of(KafkaListening.Plain.class, Tracing.class),
				"topic=" + this.topic, "spring.kafka.template.observation-enabled=true",
				"spring.kafka.listener.observation-enabled=true");
		this.spans = this.application.bean(InMemorySpanExporter.class);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void aFaultOfASendIsSeenOnTheObservationOfTheTemplate() {
		this.application.always("message-loss", Map.of());
		this.application.sendNumbers(this.topic, "key", 2);
		await().until(() -> Tracing.faults(this.spans, SpanKind.PRODUCER).size() == 2);
		assertThat(this.application.bean(TestObservationRegistry.class))
			.hasNumberOfObservationsWithNameEqualTo("spring.kafka.template", 2)
			.forAllObservationsWithNameEqualTo("spring.kafka.template",
					(observation) -> observation.hasLowCardinalityKeyValue("chaos.behavior", "message-loss"));
		assertThat(Tracing.faults(this.spans, SpanKind.PRODUCER))
			.containsExactlyElementsOf(this.application.faults().injected().stream().map(this::seen).toList())
			.hasSize(2);
	}

	@Test
	void aFaultOnTheWayToAListenerIsSeenOnTheObservationOfTheListener() {
		this.application.sendNumbers(this.topic, "key", 2);
		this.application.always("duplication", Map.of(), "consumer");
		KafkaListening.start(this.application);
		await().until(() -> Tracing.faults(this.spans, SpanKind.CONSUMER).size() == 4);
		List<FaultInjected> faults = this.application.faults().injected();
		assertThat(Tracing.faults(this.spans, SpanKind.CONSUMER)).containsExactly(Fault.NONE, seen(faults.get(0)),
				Fault.NONE, seen(faults.get(1)));
		assertThat(this.application.bean(Received.class).values()).containsExactly("0", "0", "1", "1");
	}

	@Test
	void aFaultOfASendIsAlsoSeenWhereTheMessageArrives() {
		this.application.always("duplication", Map.of(), "producer");
		KafkaListening.start(this.application);
		this.application.sendNumbers(this.topic, "key", 1);
		await().until(() -> Tracing.faults(this.spans, SpanKind.CONSUMER).size() == 2);
		Fault fault = seen(this.application.faults().injected().get(0));
		await().until(() -> Tracing.faults(this.spans, SpanKind.PRODUCER).equals(List.of(fault)));
		assertThat(Tracing.faults(this.spans, SpanKind.CONSUMER)).containsExactly(Fault.NONE, fault);
	}

	@Test
	void whileChaosIsOffObservationsAreAsTheyWere() {
		KafkaListening.start(this.application);
		this.application.sendNumbers(this.topic, "key", 3);
		await().until(() -> Tracing.faults(this.spans, SpanKind.CONSUMER).size() == 3);
		await().until(() -> Tracing.faults(this.spans, SpanKind.PRODUCER).size() == 3);
		assertThat(Tracing.faults(this.spans, SpanKind.PRODUCER)).containsOnly(Fault.NONE);
		assertThat(Tracing.faults(this.spans, SpanKind.CONSUMER)).containsOnly(Fault.NONE);
	}

	private Fault seen(FaultInjected fault) {
		return new Fault(fault.behavior(), fault.faultId(), List.of("chaos.fault " + fault.behavior()));
	}

}
