package org.chaosspring.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.chaosspring.autoconfigure.ChaosAutoConfiguration;
import org.chaosspring.autoconfigure.KafkaChaosAutoConfiguration;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;
import org.springframework.kafka.support.SendResult;

import static org.awaitility.Awaitility.await;

/**
 * A Spring Boot application on a real Kafka, with what tests want to know of both.
 */
final class KafkaApplication implements AutoCloseable {

	private final Supplier<ConfigurableApplicationContext> process;

	private volatile ConfigurableApplicationContext context;

	private KafkaApplication(Supplier<ConfigurableApplicationContext> process) {
		this.process = process;
		this.context = process.get();
	}

	static KafkaApplication start(List<Class<?>> configuration, String... properties) {
		return startOn(KafkaBroker.cluster(), configuration, properties);
	}

	static KafkaApplication startOn(EmbeddedKafkaCluster cluster, List<Class<?>> configuration, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.kafka.bootstrap-servers=" + cluster.bootstrapServers(),
				"spring.kafka.consumer.auto-offset-reset=earliest", "spring.kafka.consumer.group-id=group",
				"logging.level.root=warn"));
		all.addAll(Arrays.asList(properties));
		List<Class<?>> sources = new ArrayList<>(configuration);
		sources.add(Base.class);
		return new KafkaApplication(
				() -> new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
					.properties(all.toArray(String[]::new))
					.run());
	}

	/**
	 * Start again with the same configuration, after the end of the process before.
	 */
	void startAgain() {
		this.context = this.process.get();
	}

	static String newTopic(String name, int partitions) {
		KafkaBroker.cluster().createTopic(name, partitions, 1);
		return name;
	}

	static String bootstrapServers() {
		return KafkaBroker.cluster().bootstrapServers();
	}

	ConfigurableChaosMiddleware chaos() {
		return this.context.getBean(ConfigurableChaosMiddleware.class);
	}

	/**
	 * Let every message meet a behavior.
	 */
	void always(String behavior, Map<String, ?> parameters, String... targetGroups) {
		chaos().update((plan) -> ChaosPlan.DEFAULT.withFailureRate(1)
			.withTargetGroups(Set.of(targetGroups))
			.withBehavior(BehaviorCatalog.builtIn().create(behavior, parameters), 1)
			.switchedOn(null));
	}

	/**
	 * Impose a condition on everything.
	 */
	void impose(String condition, Map<String, ?> parameters) {
		chaos().update((plan) -> ChaosPlan.DEFAULT.withFailureRate(0)
			.withCondition(ConditionCatalog.builtIn().createImposed(condition, parameters))
			.switchedOn(null));
	}

	Faults faults() {
		return this.context.getBean(Faults.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	@SuppressWarnings("unchecked")
	KafkaTemplate<String, String> template() {
		return this.context.getBean(KafkaTemplate.class);
	}

	/**
	 * Do again what a client that comes back needs some time for.
	 */
	static void untilInTime(Runnable call) {
		await().pollInSameThread().ignoreExceptionsInstanceOf(TimeoutException.class).until(() -> {
			call.run();
			return true;
		});
	}

	/**
	 * Return a new producer of the factory, past the wrapper that hides failures of
	 * transactions; to be closed by whoever asks.
	 */
	Producer<String, String> newProducer() {
		AtomicReference<@Nullable Producer<String, String>> made = new AtomicReference<>();
		ProducerPostProcessor<String, String> last = (producer) -> {
			made.set(producer);
			return producer;
		};
		ProducerFactory<String, String> factory = template().getProducerFactory();
		factory.addPostProcessor(last);
		factory.createProducer();
		factory.removePostProcessor(last);
		return Objects.requireNonNull(made.get());
	}

	CompletableFuture<SendResult<String, String>> send(String topic, String key, String value) {
		return template().send(topic, key, value);
	}

	/**
	 * Send values 0 to count - 1 with one key and wait for all results.
	 */
	void sendNumbers(String topic, String key, int count) {
		List<CompletableFuture<?>> results = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			results.add(send(topic, key, Integer.toString(i)));
		}
		results.forEach(CompletableFuture::join);
	}

	/**
	 * Return all committed records of a topic, partition by partition.
	 */
	static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
		return records(KafkaBroker.cluster(), topic);
	}

	private static List<ConsumerRecord<byte[], byte[]>> records(EmbeddedKafkaCluster cluster, String topic) {
		Map<String, Object> configuration = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers(),
				ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((info) -> new TopicPartition(topic, info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
			while (partitions.stream().anyMatch((partition) -> consumer.position(partition) < ends.get(partition))) {
				consumer.poll(Duration.ofMillis(100)).forEach(records::add);
			}
			return records;
		}
	}

	static List<String> values(String topic) {
		return values(KafkaBroker.cluster(), topic);
	}

	static List<String> values(EmbeddedKafkaCluster cluster, String topic) {
		return records(cluster, topic).stream()
			.map((record) -> new String(record.value(), StandardCharsets.UTF_8))
			.toList();
	}

	/**
	 * Return how many records of a topic a group has not committed yet.
	 */
	static long lag(String group, String topic) {
		return lag(KafkaBroker.cluster(), group, topic);
	}

	static long lag(EmbeddedKafkaCluster cluster, String group, String topic) {
		Map<String, Object> configuration = Map.of("bootstrap.servers", cluster.directServers());
		try (Admin admin = Admin.create(configuration)) {
			Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
				.partitionsToOffsetAndMetadata()
				.get();
			try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(configuration,
					new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
				return consumer
					.endOffsets(consumer.partitionsFor(topic)
						.stream()
						.map((info) -> new TopicPartition(topic, info.partition()))
						.collect(Collectors.toSet()))
					.entrySet()
					.stream()
					.mapToLong((end) -> end.getValue()
							- ((committed.get(end.getKey()) != null) ? committed.get(end.getKey()).offset() : 0))
					.sum();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ChaosAutoConfiguration.class, KafkaChaosAutoConfiguration.class,
			KafkaAutoConfiguration.class })
	@Import(Faults.class)
	static class Base {

	}

}
