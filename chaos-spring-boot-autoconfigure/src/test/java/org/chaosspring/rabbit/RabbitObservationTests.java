package org.chaosspring.rabbit;

import java.util.List;
import java.util.Map;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.observe.Tracing;
import org.chaosspring.observe.Tracing.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a fault is seen on the observation of the message that it hit.
 */
@NeedsRabbitMq
class RabbitObservationTests {

	private String queue = "";

	private RabbitApplication application;

	private InMemorySpanExporter spans;

	@BeforeEach
	void start() {
		this.queue = RabbitQueues.declare("observed");
		this.application = RabbitApplication.start(List.of(RabbitListening.Plain.class, Tracing.class),
				"queue=" + this.queue, "spring.rabbitmq.template.observation-enabled=true",
				"spring.rabbitmq.listener.simple.observation-enabled=true");
		this.spans = this.application.bean(InMemorySpanExporter.class);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void aFaultOfASendIsSeenOnTheObservationOfTheTemplate() {
		this.application.always("message-loss", Map.of());
		send(2);
		assertThat(this.application.bean(TestObservationRegistry.class))
			.hasNumberOfObservationsWithNameEqualTo("spring.rabbit.template", 2)
			.forAllObservationsWithNameEqualTo("spring.rabbit.template",
					(observation) -> observation.hasLowCardinalityKeyValue("chaos.behavior", "message-loss"));
		assertThat(Tracing.faults(this.spans, SpanKind.PRODUCER))
			.containsExactlyElementsOf(this.application.injected().stream().map(this::seen).toList())
			.hasSize(2);
	}

	@Test
	void aFaultOnTheWayToAListenerIsSeenOnTheObservationOfTheListener() {
		send(2);
		this.application.always("duplication", Map.of(), "consumer");
		this.application.container("listener").start();
		await().until(() -> Tracing.faults(this.spans, SpanKind.CONSUMER).size() == 4);
		List<FaultInjected> faults = this.application.injected();
		assertThat(Tracing.faults(this.spans, SpanKind.CONSUMER)).containsExactly(Fault.NONE, seen(faults.get(0)),
				Fault.NONE, seen(faults.get(1)));
	}

	@Test
	void aFaultOfASendIsAlsoSeenWhereTheMessageArrives() {
		this.application.always("duplication", Map.of(), "producer");
		this.application.container("listener").start();
		send(1);
		await().until(() -> Tracing.faults(this.spans, SpanKind.CONSUMER).size() == 2);
		Fault fault = seen(this.application.injected().get(0));
		assertThat(Tracing.faults(this.spans, SpanKind.PRODUCER)).containsExactly(fault);
		assertThat(Tracing.faults(this.spans, SpanKind.CONSUMER)).containsExactly(Fault.NONE, fault);
	}

	@Test
	void whileChaosIsOffObservationsAreAsTheyWere() {
		this.application.container("listener").start();
		send(3);
		await().until(() -> Tracing.faults(this.spans, SpanKind.CONSUMER).size() == 3);
		assertThat(Tracing.faults(this.spans, SpanKind.PRODUCER)).hasSize(3).containsOnly(Fault.NONE);
		assertThat(Tracing.faults(this.spans, SpanKind.CONSUMER)).containsOnly(Fault.NONE);
	}

	private void send(int count) {
		for (int i = 0; i < count; i++) {
			this.application.template().convertAndSend("", this.queue, Integer.toString(i));
		}
	}

	private Fault seen(FaultInjected fault) {
		return new Fault(fault.behavior(), fault.faultId(), List.of("chaos.fault " + fault.behavior()));
	}

}
