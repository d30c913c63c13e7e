package org.chaosspring.observe;

import java.util.List;

import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import org.chaosspring.autoconfigure.ChaosObservabilityAutoConfiguration;

/**
 * An application whose observations are remembered, and traced by OpenTelemetry in
 * memory.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ ObservationAutoConfiguration.class, ChaosObservabilityAutoConfiguration.class })
public class Tracing {

	@Bean
	InMemorySpanExporter spans() {
		return InMemorySpanExporter.create();
	}

	@Bean
	TestObservationRegistry observationRegistry(InMemorySpanExporter spans) {
		Tracer telemetry = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(spans))
			.build()
			.get("test");
		OtelTracer tracer = new OtelTracer(telemetry, new OtelCurrentTraceContext(), (event) -> {
		});
		OtelPropagator propagator = new OtelPropagator(
				ContextPropagators.create(W3CTraceContextPropagator.getInstance()), telemetry);
		// An observation that was hit has a key more than others on purpose, which the
		// registry refuses by default up to Micrometer 1.16.
		TestObservationRegistry registry = TestObservationRegistry.builder()
			.validateObservationsWithTheSameNameHavingTheSameSetOfLowCardinalityKeys(false)
			.build();
		registry.observationConfig()
			.observationHandler(new FirstMatchingCompositeObservationHandler(
					new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
					new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
					new DefaultTracingObservationHandler(tracer)));
		return registry;
	}

	/**
	 * Return what the spans of a kind say of faults, in the order in which they ended.
	 */
	public static List<Fault> faults(InMemorySpanExporter spans, SpanKind kind) {
		return spans.getFinishedSpanItems().stream().filter((span) -> span.getKind() == kind).map(Fault::of).toList();
	}

	/**
	 * What a span says of a fault.
	 *
	 * @param behavior the behavior
	 * @param id the id of the fault
	 * @param events the events of the span
	 */
	public record Fault(@Nullable String behavior, @Nullable String id, List<String> events) {

		/**
		 * What a span says that was not hit.
		 */
		public static final Fault NONE = new Fault(null, null, List.of());

		private static Fault of(SpanData span) {
			return new Fault(span.getAttributes().get(AttributeKey.stringKey("chaos.behavior")),
					span.getAttributes().get(AttributeKey.stringKey("chaos.fault")),
					span.getEvents().stream().map(EventData::getName).toList());
		}

	}

}
