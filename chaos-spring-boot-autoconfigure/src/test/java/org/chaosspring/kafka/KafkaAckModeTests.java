package org.chaosspring.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.kafka.KafkaListening.Acknowledging;
import org.chaosspring.kafka.KafkaListening.AcknowledgingBatch;
import org.chaosspring.kafka.KafkaListening.Batch;
import org.chaosspring.kafka.KafkaListening.Plain;
import org.chaosspring.kafka.KafkaListening.Received;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for losing, doubling and reordering on the way from Kafka, with the offsets that
 * follow, in every acknowledgment mode.
 */
@ExtendWith(KafkaBroker.class)
@ParameterizedClass(name = "{0} {1} {2}")
@MethodSource("modes")
class KafkaAckModeTests {

	private static int topics;

	private final Class<?> listener;

	private final String[] properties;

	private String topic;

	private KafkaApplication application;

	KafkaAckModeTests(Class<?> listener, String ackMode, String property) {
		this.listener = listener;
		this.properties = ("spring.kafka.listener.ack-mode=" + ackMode + "," + property).split(",");
	}

	static Stream<Arguments> modes() {
		String none = "test.none=";
		return Stream.of(Arguments.of(Plain.class, "record", none), Arguments.of(Plain.class, "batch", none),
				Arguments.of(Plain.class, "time", "spring.kafka.listener.ack-time=100ms"),
				Arguments.of(Plain.class, "count", "spring.kafka.listener.ack-count=3"),
				Arguments.of(Plain.class, "batch",
						"spring.kafka.consumer.enable-auto-commit=true,spring.kafka.consumer.auto-commit-interval=100ms"),
				Arguments.of(Acknowledging.class, "manual", none),
				Arguments.of(Acknowledging.class, "manual_immediate", none),
				Arguments.of(Acknowledging.class, "manual", "spring.kafka.listener.async-acks=true"),
				Arguments.of(Batch.class, "batch", none), Arguments.of(AcknowledgingBatch.class, "manual", none));
	}

	@BeforeEach
	void startWithTenRecords(TestInfo test) {
		this.topic = KafkaApplication.newTopic("ack-mode-" + topics++, 1);
		List<String> all = new ArrayList<>(List.of(this.properties));
		all.add("topic=" + this.topic);
		all.add("spring.kafka.listener.poll-timeout=200ms");
		this.application = KafkaApplication.start(List.of(this.listener), all.toArray(String[]::new));
		this.application.sendNumbers(this.topic, "key", 10);
	}

	@AfterEach
	void close() {
		assertThat(this.application.faults().failed()).isEmpty();
		this.application.close();
	}

	private List<String> received() {
		return this.application.bean(Received.class).values();
	}

	private void awaitCommitted() {
		await().untilAsserted(() -> assertThat(KafkaApplication.lag(this.topic, this.topic)).isZero());
	}

	@Test
	void offsetsMovePastLostMessages() {
		this.application.always("message-loss", Map.of(), "listener");
		KafkaListening.start(this.application);
		await().until(() -> this.application.faults().injected().size() == 10);
		awaitCommitted();
		assertThat(received()).isEmpty();
		assertThat(this.application.faults().injected()).extracting((fault) -> fault.identity())
			.containsExactlyElementsOf(IntStream.range(0, 10).mapToObj((i) -> this.topic + "-0@" + i).toList());
	}

	@Test
	void lostMessagesLeaveTheOthersAlone() {
		this.application.chaos()
			.update((plan) -> plan.withSeed(7L)
				.withFailureRate(0.5)
				.withTargetGroup("listener")
				.withBehavior(BehaviorCatalog.builtIn().create("message-loss", Map.of()), 1)
				.switchedOn(null));
		KafkaListening.start(this.application);
		await().until(() -> received().size() + this.application.faults().injected().size() == 10);
		awaitCommitted();
		assertThat(this.application.faults().injected()).hasSizeBetween(1, 9);
		assertThat(received()).doesNotHaveDuplicates();
	}

	@Test
	void duplicatesCarryTheSameOffset() {
		this.application.always("duplication", Map.of(), "listener");
		KafkaListening.start(this.application);
		await().until(() -> received().size() == 20);
		awaitCommitted();
		List<ConsumerRecord<?, ?>> records = this.application.bean(Received.class).records();
		assertThat(records).extracting(ConsumerRecord::offset)
			.containsExactlyElementsOf(IntStream.range(0, 20).mapToObj((i) -> i / 2L).toList());
	}

	@Test
	void reorderedMessagesAreAllCommitted() {
		this.application.always("reordering", Map.of("maxHold", "500ms"), "listener");
		KafkaListening.start(this.application);
		await().until(() -> received().size() == 10);
		awaitCommitted();
		List<String> sent = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
		assertThat(received()).containsExactlyInAnyOrderElementsOf(sent).isNotEqualTo(sent);
	}

}
