package org.chaosspring.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.serializer.DeserializationException;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for listeners that cannot reach brokers, get records slowly or see errors: how it
 * ends, and that nothing is lost once it is over.
 */
@ExtendWith(KafkaBroker.class)
@Timeout(120)
class KafkaConsumeTroubleTests {

	private String topic;

	private KafkaApplication application;

	private KafkaListening.Received received;

	private Rebalances rebalances;

	@BeforeEach
	void createTopic(TestInfo test) {
		this.topic = KafkaApplication.newTopic("listening-trouble-" + test.getTestMethod().orElseThrow().getName(), 1);
		KafkaApplication.newTopic(this.topic + "-dlt", 1);
	}

	@AfterEach
	void close() {
		this.application.chaos().disable();
		assertThat(this.application.faults().failed()).isEmpty();
		this.application.close();
	}

	private void start(Class<?> listening, String... properties) {
		List<String> all = new ArrayList<>(List.of("topic=" + this.topic, "spring.kafka.listener.poll-timeout=200ms"));
		all.addAll(List.of(properties));
		this.application = KafkaApplication.startOn(KafkaBroker.cluster(), List.of(listening, Rebalances.class),
				all.toArray(String[]::new));
		this.received = this.application.bean(KafkaListening.Received.class);
		this.rebalances = this.application.bean(Rebalances.class);
		container().getContainerProperties().setConsumerRebalanceListener(this.rebalances);
		KafkaListening.start(this.application);
	}

	private MessageListenerContainer container() {
		return this.application.bean(KafkaListenerEndpointRegistry.class).getListenerContainer("listener");
	}

	private void send(int from, int to) {
		IntStream.range(from, to).forEach((i) -> this.application.send(this.topic, "key", Integer.toString(i)).join());
	}

	private void awaitReceived(int count) {
		await().until(() -> this.received.records().size() >= count);
	}

	private void awaitNoLag() {
		await().untilAsserted(() -> assertThat(KafkaApplication.lag(this.topic, this.topic)).isZero());
	}

	private static List<String> numbers(int count) {
		return IntStream.range(0, count).mapToObj(Integer::toString).toList();
	}

	@Test
	void whileTheNetworkIsCutNothingArrivesAndAfterwardsEverythingDoesOnce() {
		start(KafkaListening.Plain.class);
		send(0, 5);
		awaitReceived(5);
		awaitNoLag();
		this.application.impose("network-partition", Map.of("direction", "consume"));
		send(5, 15);
		await().during(Duration.ofMillis(500)).until(() -> this.received.records().size() == 5);
		this.application.chaos().setFailureRate(0.5);
		assertThat(KafkaApplication.lag(this.topic, this.topic)).isEqualTo(10);
		this.application.chaos().liftCondition("network-partition");
		awaitReceived(15);
		awaitNoLag();
		assertThat(this.received.values()).isEqualTo(numbers(15));
		assertThat(this.rebalances.events).containsExactly("assigned");
	}

	@Test
	void aContainerStopsAtOnceWhileTheNetworkIsCut() {
		start(KafkaListening.Plain.class, "spring.kafka.listener.poll-timeout=60s");
		send(0, 1);
		awaitReceived(1);
		this.application.impose("network-partition", Map.of("direction", "consume", "evict", true));
		long before = System.nanoTime();
		KafkaListening.stop(this.application);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
		assertThat(container().isRunning()).isFalse();
	}

	@Test
	void anEvictedConsumerLosesItsPartitionsAndGetsThemBack() {
		start(KafkaListening.Plain.class, "spring.kafka.consumer.properties.session.timeout.ms=6000",
				"chaos.messaging.time-scale=0.05");
		send(0, 5);
		awaitReceived(5);
		awaitNoLag();
		this.application.impose("network-partition", Map.of("direction", "consume", "evict", true));
		send(5, 10);
		await().during(Duration.ofSeconds(1)).until(() -> this.received.records().size() == 5);
		assertThat(this.rebalances.events).containsExactly("assigned");
		this.application.chaos().liftCondition("network-partition");
		awaitReceived(10);
		awaitNoLag();
		assertThat(this.received.values()).isEqualTo(numbers(10));
		assertThat(this.rebalances.events).containsExactly("assigned", "lost", "revoked", "assigned");
	}

	@Test
	void onlyPartitionsOfAFailedBrokerPause() {
		start(KafkaListening.Plain.class);
		this.application.impose("broker-failure", Map.of("broker", "7", "direction", "consume"));
		send(0, 5);
		awaitReceived(5);
		this.application.impose("broker-failure", Map.of("broker", "0", "direction", "consume"));
		send(5, 10);
		await().during(Duration.ofMillis(500)).until(() -> this.received.records().size() == 5);
		this.application.impose("broker-failure",
				Map.of("broker", "0", "direction", "consume", "failover-after", "300ms"));
		awaitReceived(10);
		awaitNoLag();
		assertThat(this.received.values()).isEqualTo(numbers(10));
	}

	@Test
	void backpressureSlowsTheListenerDownAndLosesNothing() {
		start(KafkaListening.Plain.class);
		send(0, 1);
		awaitReceived(1);
		this.application.impose("backpressure", Map.of("rate", 20, "direction", "consume"));
		long before = System.nanoTime();
		send(1, 31);
		awaitReceived(31);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(1400));
		awaitNoLag();
		assertThat(this.received.values()).isEqualTo(numbers(31));
	}

	@Test
	void aFloodDeliversCopies() {
		start(KafkaListening.Plain.class);
		this.application.impose("flood", Map.of("factor", 3, "direction", "consume"));
		send(0, 2);
		awaitReceived(6);
		awaitNoLag();
		assertThat(this.received.values()).containsExactly("0", "0", "0", "1", "1", "1");
	}

	@Test
	void aRecordWhoseAcknowledgmentIsLostComesAgainOnce() {
		start(KafkaListening.Plain.class);
		this.application.always("ack-loss", Map.of(), "consumer");
		send(0, 3);
		awaitReceived(6);
		awaitNoLag();
		assertThat(this.received.values()).containsExactly("0", "0", "1", "1", "2", "2");
		assertThat(this.received.records()).extracting(ConsumerRecord::offset).containsExactly(0L, 0L, 1L, 1L, 2L, 2L);
		assertThat(this.application.faults().injected()).hasSize(3);
	}

	@Test
	void aLostAcknowledgmentOfABatchBringsItsLastRecordAgain() {
		start(KafkaListening.AcknowledgingBatch.class, "spring.kafka.listener.ack-mode=manual");
		this.application.always("ack-loss", Map.of(), "consumer");
		send(0, 2);
		awaitReceived(4);
		awaitNoLag();
		assertThat(this.received.values()).containsExactly("0", "0", "1", "1");
	}

	@Test
	void listenerErrorsAreHandledAsConfigured() {
		start(DeadLetters.class);
		this.application.always("error", Map.of("exception", "listener-retryable"), "consumer");
		send(0, 1);
		await().untilAsserted(() -> assertThat(deadLetters()).containsExactly("0"));
		assertThat(this.application.faults().injected()).hasSize(3);
		this.application.always("error", Map.of("exception", "listener-fatal"), "consumer");
		send(1, 2);
		await().untilAsserted(() -> assertThat(deadLetters()).containsExactly("0", "1"));
		assertThat(this.application.faults().injected()).hasSize(4);
		this.application.chaos().disable();
		send(2, 3);
		awaitReceived(1);
		awaitNoLag();
		assertThat(this.received.values()).containsExactly("2");
	}

	@Test
	void aRecordThatCannotBeDeserializedIsNotRetried() {
		start(Recovering.class,
				"spring.kafka.consumer.value-deserializer=org.springframework.kafka.support.serializer.ErrorHandlingDeserializer",
				"spring.kafka.consumer.properties.spring.deserializer.value.delegate.class=org.apache.kafka.common.serialization.StringDeserializer");
		this.application.always("error", Map.of("exception", "deserialization"), "consumer");
		send(0, 1);
		awaitNoLag();
		assertThat(this.application.bean(Recovering.class).recovered).singleElement()
			.isInstanceOf(DeserializationException.class);
		assertThat(this.application.faults().injected()).hasSize(1);
	}

	@Test
	void aRefusedPollStopsTheContainer() {
		start(KafkaListening.Plain.class);
		this.application.always("error", Map.of("exception", "poll-authorization"), "consumer");
		send(0, 1);
		await().until(() -> this.rebalances.stopped.contains(ConsumerStoppedEvent.Reason.AUTH));
		this.application.chaos().disable();
		container().stop();
		container().start();
		awaitReceived(1);
		awaitNoLag();
		assertThat(this.received.values()).containsExactly("0");
	}

	@Test
	void aFailedCommitBringsTheRecordAgainAfterARebalance() {
		start(KafkaListening.Plain.class);
		send(0, 1);
		awaitReceived(1);
		awaitNoLag();
		this.application.always("error", Map.of("exception", "commit-failed"), "consumer");
		send(1, 2);
		awaitReceived(3);
		this.application.chaos().disable();
		awaitNoLag();
		assertThat(this.received.values()).startsWith("0", "1", "1").containsOnly("0", "1");
		assertThat(this.rebalances.events).startsWith("assigned", "lost", "revoked", "assigned");
	}

	private List<String> deadLetters() {
		return KafkaApplication.values(this.topic + "-dlt");
	}

	/**
	 * Remembers what happened to the assignment, and why consumers stopped.
	 */
	static class Rebalances implements ConsumerAwareRebalanceListener {

		private final Queue<String> events = new ConcurrentLinkedQueue<>();

		private final Queue<ConsumerStoppedEvent.Reason> stopped = new ConcurrentLinkedQueue<>();

		@EventListener
		void stopped(ConsumerStoppedEvent event) {
			this.stopped.add(event.getReason());
		}

		@Override
		public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
			this.events.add("assigned");
		}

		@Override
		public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
			this.events.add("revoked");
		}

		@Override
		public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
			this.events.add("lost");
		}

	}

	/**
	 * A listener that gives up after two retries and remembers why.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Recovering extends KafkaListening.Plain {

		private final Queue<Throwable> recovered = new ConcurrentLinkedQueue<>();

		@Bean
		CommonErrorHandler errorHandler() {
			return new DefaultErrorHandler((record, thrown) -> this.recovered.add(thrown.getCause()),
					new FixedBackOff(10, 2));
		}

	}

	/**
	 * A listener with two retries and dead letters.
	 */
	@Configuration(proxyBeanMethods = false)
	static class DeadLetters extends KafkaListening.Plain {

		@Bean
		CommonErrorHandler errorHandler(KafkaTemplate<?, ?> template) {
			return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(template), new FixedBackOff(10, 2));
		}

	}

}
