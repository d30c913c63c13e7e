package org.chaosspring.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.chaosspring.autoconfigure.ChaosObservabilityAutoConfiguration;
import org.chaosspring.kafka.KafkaListening.Plain;
import org.chaosspring.safety.Halts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests on a real Kafka for what keeps chaos within bounds.
 */
@ExtendWith(KafkaBroker.class)
@Timeout(180)
class KafkaSafetyTests {

	private static final Map<String, ?> AN_HOUR = Map.of("delay", "1h");

	private final String topic = KafkaApplication.newTopic("safety-" + UUID.randomUUID(), 1);

	@TempDir
	Path directory;

	private final List<CompletableFuture<?>> sent = new ArrayList<>();

	private KafkaApplication application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
	}

	@Test
	void deadLettersArriveAlthoughEverythingSentIsToBeLost() {
		start(Failing.class);
		KafkaApplication.newTopic(this.topic + "-dlt", 1);
		this.application.sendNumbers(this.topic, "key", 3);
		this.application.always("message-loss", Map.of(), "producer");
		KafkaListening.start(this.application);
		await().until(() -> KafkaApplication.lag(this.topic, this.topic) == 0);
		assertThat(KafkaApplication.values(this.topic + "-dlt")).containsExactly("0", "1", "2");
		assertThat(this.application.faults().injected()).isEmpty();
		this.application.send(this.topic, "key", "lost").join();
		assertThat(this.application.faults().injected()).hasSize(1);
	}

	@Test
	void theKillSwitchReleasesWhatIsHeldBack() throws IOException {
		Path file = this.directory.resolve("off");
		start(Plain.class, "chaos.messaging.safety.kill-switch.file=" + file);
		this.application.always("network-delay", AN_HOUR);
		for (int i = 0; i < 5; i++) {
			send("key", Integer.toString(i));
		}
		assertThat(this.application.chaos().held()).isEqualTo(5);
		Files.createFile(file);
		await().until(() -> !this.application.chaos().injector().isActive());
		await().until(() -> KafkaApplication.values(this.topic).size() == 5);
		assertThat(KafkaApplication.values(this.topic)).containsExactly("0", "1", "2", "3", "4");
		await().until(() -> this.sent.stream().allMatch(CompletableFuture::isDone));
	}

	@Test
	void recordsBeyondTheCapOfHeldMessagesPassInTheirOrder() {
		start(Plain.class, "chaos.messaging.safety.max-held-messages=3");
		this.application.always("network-delay", AN_HOUR);
		for (int i = 0; i < 10; i++) {
			send("key", Integer.toString(i));
			assertThat(this.application.chaos().held()).isLessThanOrEqualTo(3);
		}
		this.application.chaos().disable();
		await().until(() -> KafkaApplication.values(this.topic).size() == 10);
		assertThat(KafkaApplication.values(this.topic)).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8",
				"9");
		assertThat(this.application.faults().injected()).as("three held, one passed, and so on").hasSize(8);
	}

	@Test
	void recordsBeyondTheCapOfHeldMessagesPassInTheirOrderAlsoWhereTheNetworkIsCut() {
		start(Plain.class, "chaos.messaging.safety.max-held-messages=3");
		send("key", "0");
		await().until(() -> KafkaApplication.values(this.topic).size() == 1);
		this.application.impose("network-partition", Map.of("direction", "produce"));
		for (int i = 1; i <= 3; i++) {
			send("key", Integer.toString(i));
		}
		assertThat(this.application.chaos().held()).isEqualTo(3);
		assertThat(KafkaApplication.values(this.topic)).containsExactly("0");
		send("key", "4");
		assertThat(this.application.chaos().held()).isZero();
		await().until(() -> KafkaApplication.values(this.topic).size() == 5);
		assertThat(KafkaApplication.values(this.topic)).containsExactly("0", "1", "2", "3", "4");
		assertThat(this.sent).allSatisfy((each) -> assertThat(each).succeedsWithin(Duration.ofSeconds(10)));
	}

	@Test
	void recordsBeyondTheCapOfTheirSizePass() {
		start(Plain.class, "chaos.messaging.safety.max-held-size=20B");
		this.application.always("network-delay", AN_HOUR);
		for (int i = 0; i < 3; i++) {
			send(null, "ten-bytes-" + i);
		}
		assertThat(this.application.chaos().held()).isEqualTo(2);
		await().until(() -> KafkaApplication.values(this.topic).equals(List.of("ten-bytes-2")));
	}

	@Test
	void ofTheRecordsOfATopicNoMoreThanTheirShareIsHit() {
		start(Plain.class, "chaos.messaging.safety.max-share=0.2");
		this.application.always("message-loss", Map.of());
		this.application.sendNumbers(this.topic, "key", 100);
		assertThat(KafkaApplication.values(this.topic)).hasSize(80);
		assertThat(this.application.faults().injected()).hasSize(20);
	}

	@Test
	void aConsumerThatRebalancesTooOftenHaltsChaos() {
		start(Measured.class, "chaos.messaging.safety.halts.max-rebalances-per-minute=1",
				"chaos.messaging.safety.halts.interval=50ms",
				"spring.kafka.consumer.properties.heartbeat.interval.ms=100");
		KafkaListening.start(this.application);
		await().until(() -> KafkaApplication.values(this.topic).isEmpty() && rebalances() >= 1);
		this.application.always("message-loss", Map.of());
		for (int i = 0; i < 2; i++) {
			joinAndLeave();
		}
		await().atMost(Duration.ofSeconds(60)).until(() -> this.application.bean(Halts.class).last() != null);
		assertThat(this.application.chaos().isEnabled()).isFalse();
		assertThat(this.application.bean(Halts.class).last().cause()).isEqualTo("rebalances");
		assertThat(this.application.bean(Halts.class).last().reason())
			.startsWith("kafka.consumer.coordinator.rebalance.total grew by ");
	}

	/**
	 * Send without waiting for the result, as chaos may hold it back.
	 */
	private void send(@Nullable String key, String value) {
		this.sent.add(this.application.send(this.topic, key, value));
	}

	private double rebalances() {
		return this.application.bean(MeterRegistry.class)
			.find("kafka.consumer.coordinator.rebalance.total")
			.meters()
			.stream()
			.mapToDouble((meter) -> meter.measure().iterator().next().getValue())
			.sum();
	}

	/**
	 * Have another member join the group of the listener, and leave it again.
	 */
	private void joinAndLeave() {
		try (KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
				Map.of("bootstrap.servers", KafkaApplication.bootstrapServers(), "group.id", this.topic),
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			member.subscribe(List.of(this.topic));
			double before = rebalances();
			await().atMost(Duration.ofSeconds(60)).until(() -> {
				member.poll(Duration.ofMillis(100));
				return rebalances() > before;
			});
		}
	}

	private void start(Class<?> listener, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("topic=" + this.topic);
		this.application = KafkaApplication.start(List.of(listener), all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@KafkaListener(id = "listener", topics = "${topic}", groupId = "${topic}", autoStartup = "false")
		void listen(ConsumerRecord<String, String> record) {
			throw new IllegalStateException("on purpose");
		}

		@Bean
		DefaultErrorHandler errorHandler(KafkaOperations<Object, Object> operations) {
			return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(operations), new FixedBackOff(0, 0));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ChaosObservabilityAutoConfiguration.class)
	@Import(Plain.class)
	static class Measured {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		DefaultKafkaConsumerFactoryCustomizer metrics(MeterRegistry registry) {
			return (factory) -> factory.addListener(new MicrometerConsumerListener<>(registry));
		}

	}

}
