package org.chaosspring.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.kafka.KafkaListening.Acknowledging;
import org.chaosspring.kafka.KafkaListening.Plain;
import org.chaosspring.kafka.KafkaListening.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the behaviors on the way from Kafka, in containers of every make.
 */
@ExtendWith(KafkaBroker.class)
class KafkaConsumingTests {

	private String topic;

	private KafkaApplication application;

	@BeforeEach
	void createTopic(TestInfo test) {
		this.topic = KafkaApplication.newTopic("consuming-" + test.getTestMethod().orElseThrow().getName(), 1);
	}

	@AfterEach
	void close() {
		assertThat(this.application.faults().failed()).isEmpty();
		this.application.close();
	}

	private void start(Class<?> listener, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("topic=" + this.topic);
		all.add("spring.kafka.listener.poll-timeout=200ms");
		this.application = KafkaApplication.start(List.of(listener), all.toArray(String[]::new));
	}

	private Received received() {
		return this.application.bean(Received.class);
	}

	private void awaitReceived(int count) {
		await().untilAsserted(() -> assertThat(received().records()).hasSize(count));
	}

	private void awaitCommitted() {
		await().untilAsserted(() -> assertThat(KafkaApplication.lag(this.topic, this.topic)).isZero());
	}

	@Test
	void aDelayedMessageReachesTheListenerLate() {
		start(Plain.class);
		this.application.sendNumbers(this.topic, "key", 1);
		this.application.always("network-delay", Map.of("delay", "700ms"), "listener");
		KafkaListening.start(this.application);
		await().until(() -> this.application.faults().injected().size() == 1);
		long hit = System.nanoTime();
		awaitReceived(1);
		assertThat(Duration.ofNanos(System.nanoTime() - hit)).isGreaterThan(Duration.ofMillis(400));
		awaitCommitted();
	}

	@Test
	void aDelayLastsNoLongerThanItSays() {
		start(Plain.class, "spring.kafka.consumer.max-poll-records=1");
		this.application.sendNumbers(this.topic, "key", 50);
		this.application.always("network-delay", Map.of("delay", "1ms"), "listener");
		KafkaListening.start(this.application);
		awaitReceived(50);
		List<Instant> hits = this.application.faults().injected().stream().map(ChaosEvent.FaultInjected::time).toList();
		assertThat(IntStream.range(1, 50).mapToObj((i) -> Duration.between(hits.get(i - 1), hits.get(i))))
			.anyMatch((apart) -> apart.compareTo(Duration.ofMillis(15)) < 0);
	}

	@Test
	void aDelayEndsAtOnceWhenChaosIsDisabled() {
		start(Plain.class);
		this.application.sendNumbers(this.topic, "key", 1);
		this.application.always("network-delay", Map.of("delay", "1m"), "listener");
		KafkaListening.start(this.application);
		await().until(() -> this.application.faults().injected().size() == 1);
		this.application.chaos().disable();
		await().atMost(Duration.ofSeconds(2)).until(() -> received().records().size() == 1);
	}

	@Test
	void aDelayEndsAtOnceWhenTheContainerStops() {
		start(Plain.class);
		this.application.sendNumbers(this.topic, "key", 1);
		this.application.always("network-delay", Map.of("delay", "1m"), "listener");
		KafkaListening.start(this.application);
		await().until(() -> this.application.faults().injected().size() == 1);
		long before = System.nanoTime();
		KafkaListening.stop(this.application);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
		this.application.chaos().disable();
		KafkaListening.start(this.application);
		awaitReceived(1);
		awaitCommitted();
	}

	@Test
	void aDelayNeverLastsLongerThanThePollIntervalAllows() {
		start(Plain.class, "spring.kafka.consumer.max-poll-interval=2s");
		this.application.sendNumbers(this.topic, "key", 1);
		this.application.always("network-delay", Map.of("delay", "1m"), "listener");
		KafkaListening.start(this.application);
		awaitReceived(1);
		awaitCommitted();
		assertThat(this.application.faults().injected()).hasSize(1);
	}

	@Test
	void aCorruptedMessageReachesTheListenerWithDamagedBytes() {
		start(Plain.class);
		this.application.send(this.topic, "key", "untouched").join();
		this.application.always("corruption", Map.of("mode", "truncate", "bytes", 3), "listener");
		KafkaListening.start(this.application);
		awaitReceived(1);
		assertThat(received().values()).containsExactly("untouc");
		assertThat(KafkaApplication.values(this.topic)).containsExactly("untouched");
		awaitCommitted();
	}

	@Test
	void aCorruptedTypedMessageIsAPoisonPillForTheErrorHandlingDeserializer() {
		start(DeadLettering.class,
				"spring.kafka.consumer.value-deserializer=org.springframework.kafka.support.serializer.ErrorHandlingDeserializer",
				"spring.kafka.consumer.properties.spring.deserializer.value.delegate.class=org.apache.kafka.common.serialization.IntegerDeserializer",
				"spring.kafka.producer.value-serializer=org.apache.kafka.common.serialization.ByteArraySerializer");
		KafkaApplication.newTopic(this.topic + "-dlt", 1);
		KafkaOperations<Object, Object> template = DeadLettering.untyped(this.application);
		template.send(this.topic, "key", new byte[] { 0, 0, 0, 42 }).join();
		this.application.always("corruption", Map.of("mode", "truncate"), "listener");
		KafkaListening.start(this.application);
		await().until(() -> !KafkaApplication.records(this.topic + "-dlt").isEmpty());
		assertThat(KafkaApplication.records(this.topic + "-dlt")).singleElement()
			.satisfies((record) -> assertThat(record.value()).containsExactly(0, 0, 0));
		awaitCommitted();
		assertThat(received().records()).isEmpty();
	}

	@Test
	void withoutErrorHandlingAPoisonPillBlocksItsPartitionUntilChaosEnds() {
		start(Plain.class,
				"spring.kafka.consumer.value-deserializer=org.apache.kafka.common.serialization.IntegerDeserializer",
				"spring.kafka.producer.value-serializer=org.apache.kafka.common.serialization.IntegerSerializer",
				"logging.level.org.springframework.kafka=off");
		KafkaOperations<Object, Object> template = DeadLettering.untyped(this.application);
		template.send(this.topic, "key", 42).join();
		this.application.always("corruption", Map.of("mode", "truncate"), "listener");
		KafkaListening.start(this.application);
		await().until(() -> this.application.faults().injected().size() == 1);
		await().during(Duration.ofSeconds(1)).until(() -> received().records().isEmpty());
		assertThat(this.application.faults().injected()).hasSize(1);
		this.application.chaos().disable();
		awaitReceived(1);
		assertThat(received().values()).containsExactly("42");
		awaitCommitted();
	}

	@Test
	void reorderingWaitsForMessagesThatOvertake() {
		start(Plain.class);
		this.application.always("reordering", Map.of("window", 3, "maxHold", "10s"), "listener");
		KafkaListening.start(this.application);
		for (int i = 0; i < 4; i++) {
			this.application.send(this.topic, "key", Integer.toString(i)).join();
		}
		awaitReceived(4);
		assertThat(received().values()).containsExactlyInAnyOrder("0", "1", "2", "3")
			.isNotEqualTo(List.of("0", "1", "2", "3"));
		awaitCommitted();
	}

	@Test
	void aLonelyMessageIsReorderedWithNothingAndArrives() {
		start(Plain.class);
		this.application.always("reordering", Map.of("maxHold", "300ms"), "listener");
		KafkaListening.start(this.application);
		this.application.send(this.topic, "key", "alone").join();
		awaitReceived(1);
		awaitCommitted();
	}

	@Test
	void aRestartStopsAndStartsTheContainerAndLosesNothing() {
		start(Starts.class);
		this.application.sendNumbers(this.topic, "key", 10);
		this.application.always("service-restart", Map.of("downtime", "200ms"), "listener");
		this.application.chaos().setFailureRate(1);
		KafkaListening.start(this.application);
		await().until(() -> this.application.faults().injected().size() >= 3);
		this.application.chaos().disable();
		await().untilAsserted(() -> assertThat(received().values()).containsAll(numbers(10)));
		awaitCommitted();
		assertThat(received().values()).doesNotHaveDuplicates();
		assertThat(this.application.bean(Starts.class).starts)
			.hasValue(this.application.faults().injected().size() + 1);
	}

	@Test
	void allConsumersOfAConcurrentContainerAreHit() {
		this.topic = KafkaApplication.newTopic(this.topic + "-3", 3);
		start(Plain.class, "spring.kafka.listener.concurrency=3");
		for (int key = 0; key < 30; key++) {
			this.application.sendNumbers(this.topic, "key-" + key, 1);
		}
		this.application.always("duplication", Map.of(), "listener");
		KafkaListening.start(this.application);
		awaitReceived(60);
		awaitCommitted();
		assertThat(received().records()).extracting(ConsumerRecord::partition).contains(0, 1, 2);
		assertThat(this.application.faults().injected()).hasSize(30)
			.allSatisfy((fault) -> assertThat(fault.group()).isEqualTo("listener"));
	}

	@Test
	void aLostMessageIsNeitherTriedAgainNorPutAside() {
		start(Retrying.class);
		this.application.send(this.topic, "key", "fails").join();
		this.application.always("message-loss", Map.of(), "listener");
		KafkaListening.start(this.application);
		await().until(() -> this.application.faults().injected().size() == 1);
		awaitCommitted();
		this.application.chaos().disable();
		assertThat(received().records()).isEmpty();
		this.application.send(this.topic, "key", "fails too").join();
		await().until(() -> received().values().contains("dead:fails too"));
		assertThat(received().values()).containsExactly("fails too", "fails too", "dead:fails too");
	}

	@Test
	void aLostMessageStaysLostWhenAnEarlierOneIsRetried() {
		start(FailingOnce.class, "chaos.messaging.groups.lost.keys=lost");
		this.application.sendNumbers(this.topic, "kept", 1);
		this.application.sendNumbers(this.topic, "lost", 3);
		this.application.always("message-loss", Map.of(), "lost");
		KafkaListening.start(this.application);
		awaitReceived(2);
		awaitCommitted();
		assertThat(received().values()).containsExactly("0", "0");
		assertThat(this.application.faults().injected()).hasSize(3);
	}

	@Test
	void aDuplicateComesAgainWhenAnEarlierMessageIsRetried() {
		start(FailingOnce.class, "chaos.messaging.groups.twice.keys=twice");
		this.application.sendNumbers(this.topic, "once", 1);
		this.application.sendNumbers(this.topic, "twice", 3);
		this.application.always("duplication", Map.of(), "twice");
		KafkaListening.start(this.application);
		awaitReceived(8);
		awaitCommitted();
		assertThat(received().values()).containsExactly("0", "0", "0", "0", "1", "1", "2", "2");
		assertThat(this.application.faults().injected()).hasSize(3);
	}

	@Test
	void aLostAcknowledgmentSkipsNothingWhenAnEarlierMessageIsRetried() {
		start(FailingOnce.class, "chaos.messaging.groups.unheard.keys=unheard");
		this.application.sendNumbers(this.topic, "heard", 2);
		this.application.sendNumbers(this.topic, "unheard", 1);
		this.application.always("ack-loss", Map.of(), "unheard");
		KafkaListening.start(this.application);
		awaitReceived(5);
		awaitCommitted();
		assertThat(received().records()).extracting(ConsumerRecord::offset).containsExactly(0L, 0L, 1L, 2L, 2L);
	}

	@Test
	void retryContainersAreTargetsOfTheirOwn() {
		start(Retrying.class, "chaos.messaging.safety.protect-dead-letters=false");
		this.application.send(this.topic, "key", "fails").join();
		this.application.always("message-loss", Map.of(), "listener-retry");
		KafkaListening.start(this.application);
		await().until(() -> this.application.faults().injected().size() == 1);
		awaitCommitted();
		assertThat(received().values()).containsExactly("fails");
		assertThat(this.application.faults().injected()).singleElement()
			.satisfies((fault) -> assertThat(fault.identity()).isEqualTo(this.topic + "-retry-0@0"));
	}

	@Test
	void handMadeContainersAreHitUnderTheirBeanName() {
		start(HandMade.class);
		this.application.sendNumbers(this.topic, "key", 5);
		this.application.always("duplication", Map.of(), "handMade");
		this.application.bean(ConcurrentMessageListenerContainer.class).start();
		awaitReceived(10);
		awaitCommitted();
	}

	@Test
	void theApplicationsInterceptorIsStillCalled() {
		start(Intercepted.class);
		this.application.sendNumbers(this.topic, "key", 3);
		this.application.always("duplication", Map.of(), "listener");
		KafkaListening.start(this.application);
		awaitReceived(6);
		assertThat(this.application.bean(Intercepted.class).intercepted).hasValue(6);
	}

	@Test
	void anAcknowledgmentThatIsMissingHoldsTheOffsetBeforeLostMessages() {
		start(Withholding.class, "spring.kafka.listener.ack-mode=manual");
		this.application.sendNumbers(this.topic, "key", 1);
		KafkaListening.start(this.application);
		awaitReceived(1);
		this.application.always("message-loss", Map.of(), "listener");
		this.application.sendNumbers(this.topic, "key", 2);
		await().untilAsserted(() -> assertThat(this.application.faults().injected()).hasSize(2));
		await().during(Duration.ofSeconds(1))
			.untilAsserted(() -> assertThat(KafkaApplication.lag(this.topic, this.topic)).isEqualTo(3));
	}

	@Test
	void whileOffTheListenerGetsTheRecordsOfTheClient() {
		start(Acknowledging.class, "spring.kafka.listener.ack-mode=manual");
		this.application.sendNumbers(this.topic, "key", 10);
		KafkaListening.start(this.application);
		awaitReceived(10);
		awaitCommitted();
		assertThat(received().values()).isEqualTo(numbers(10));
		assertThat(this.application.faults().injected()).isEmpty();
	}

	@Test
	void consumersOutsideOfContainersAreHitUnderTheNameOfTheirFactory() {
		start(Plain.class);
		this.application.sendNumbers(this.topic, "key", 1);
		this.application.always("corruption", Map.of("mode", "empty"), "kafkaConsumerFactory");
		try (Consumer<?, ?> consumer = this.application.bean(ConsumerFactory.class)
			.createConsumer("own-" + this.topic, null)) {
			consumer.subscribe(List.of(this.topic));
			List<Object> values = new ArrayList<>();
			await().until(() -> {
				ConsumerRecords<?, ?> records = consumer.poll(Duration.ofMillis(100));
				records.forEach((record) -> values.add(record.value()));
				return !values.isEmpty();
			});
			assertThat(values).containsExactly("");
		}
	}

	private static List<String> numbers(int count) {
		return IntStream.range(0, count).mapToObj(Integer::toString).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Plain.class, Received.class })
	static class Starts {

		private final AtomicInteger starts = new AtomicInteger();

		@EventListener
		void started(ConsumerStartedEvent event) {
			this.starts.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Plain.class, Received.class })
	static class DeadLettering {

		@SuppressWarnings("unchecked")
		static KafkaOperations<Object, Object> untyped(KafkaApplication application) {
			return application.bean(KafkaOperations.class);
		}

		@Bean
		DefaultErrorHandler errorHandler(KafkaOperations<Object, Object> operations) {
			return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(operations), new FixedBackOff(0, 0));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Retrying {

		@Autowired
		private Received received;

		@RetryableTopic(attempts = "2", kafkaTemplate = "kafkaTemplate", numPartitions = "1")
		@KafkaListener(id = "listener", topics = "${topic}", groupId = "${topic}", autoStartup = "false")
		void listen(ConsumerRecord<String, String> record) {
			this.received.add(record);
			throw new IllegalStateException(record.value());
		}

		@DltHandler
		void dead(ConsumerRecord<String, String> record) {
			this.received.add(new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.key(),
					"dead:" + record.value()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class FailingOnce {

		@Autowired
		private Received received;

		@KafkaListener(id = "listener", topics = "${topic}", groupId = "${topic}", autoStartup = "false")
		void listen(ConsumerRecord<?, ?> record) {
			this.received.add(record);
			if (this.received.records().size() == 1) {
				throw new IllegalStateException("once");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class HandMade {

		@Bean
		ConcurrentMessageListenerContainer<String, String> handMade(ConsumerFactory<String, String> factory,
				Received received, @Value("${topic}") String topic) {
			ContainerProperties properties = new ContainerProperties(topic);
			properties.setGroupId(topic);
			properties.setMessageListener((MessageListener<String, String>) received::add);
			ConcurrentMessageListenerContainer<String, String> container = new ConcurrentMessageListenerContainer<>(
					factory, properties);
			container.setAutoStartup(false);
			return container;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Plain.class, Received.class })
	static class Intercepted {

		private final AtomicInteger intercepted = new AtomicInteger();

		@Bean
		RecordInterceptor<Object, Object> interceptor() {
			return (record, consumer) -> {
				this.intercepted.incrementAndGet();
				return record;
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Withholding {

		@Autowired
		private Received received;

		@KafkaListener(id = "listener", topics = "${topic}", groupId = "${topic}", autoStartup = "false")
		void listen(ConsumerRecord<?, ?> record) {
			this.received.add(record);
		}

	}

}
