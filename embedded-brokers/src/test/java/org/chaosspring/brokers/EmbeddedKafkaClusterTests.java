package org.chaosspring.brokers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EmbeddedKafkaCluster}.
 */
class EmbeddedKafkaClusterTests {

	@Test
	void recordsGoRoundWhileABrokerStopsAndComesBack() throws Exception {
		try (EmbeddedKafkaCluster kafka = EmbeddedKafkaCluster.start(3)) {
			String bootstrapServers = kafka.bootstrapServers();
			assertThat(bootstrapServers.split(",")).hasSize(3);
			kafka.createTopic("round", 3, 3);
			kafka.createTopic("round", 3, 3);
			try (KafkaProducer<String, String> producer = producer(kafka);
					KafkaConsumer<String, String> consumer = consumer(kafka, "round")) {
				assertThat(roundTrip(producer, consumer, "three brokers")).containsExactly("three brokers");
				kafka.stopBroker(1);
				assertThat(leaders(kafka, "round")).doesNotContain(1);
				assertThat(roundTrip(producer, consumer, "two brokers")).containsExactly("two brokers");
				kafka.startBroker(1);
				assertThat(kafka.bootstrapServers()).isEqualTo(bootstrapServers);
				assertThat(roundTrip(producer, consumer, "three again")).containsExactly("three again");
				kafka.electPreferredLeaders();
				assertThat(leaders(kafka, "round")).containsExactlyInAnyOrder(0, 1, 2);
			}
		}
	}

	@Test
	void brokersListenOnThePortsAskedFor() throws Exception {
		List<Integer> ports = FreePorts.find(2);
		try (EmbeddedKafkaCluster kafka = EmbeddedKafkaCluster.start(ports)) {
			assertThat(kafka.bootstrapServers()).isEqualTo("localhost:" + ports.get(0) + ",localhost:" + ports.get(1));
			kafka.createTopic("fixed", 1, 2);
			kafka.stopBroker(0);
			kafka.startBroker(0);
			try (KafkaProducer<String, String> producer = producer(kafka);
					KafkaConsumer<String, String> consumer = consumer(kafka, "fixed")) {
				assertThat(roundTrip(producer, consumer, "fixed ports")).containsExactly("fixed ports");
			}
			assertThatIllegalArgumentException().isThrownBy(() -> kafka.stopBroker(2)).withMessage("No broker 2");
		}
	}

	@Test
	void clientsAreCutOffFromABrokerByItsProxyWhileBrokersReachEachOther() throws Exception {
		try (EmbeddedKafkaCluster kafka = EmbeddedKafkaCluster.startBehindProxies(2)) {
			assertThat(kafka.bootstrapServers())
				.isEqualTo("localhost:" + kafka.proxy(0).port() + ",localhost:" + kafka.proxy(1).port());
			kafka.createTopic("cut", 1, 2);
			try (KafkaProducer<String, String> producer = producer(kafka);
					KafkaConsumer<String, String> consumer = consumer(kafka, "cut")) {
				assertThat(roundTrip(producer, consumer, "before")).containsExactly("before");
				kafka.proxy(0).cut();
				kafka.proxy(1).cut();
				Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("cut", "during"));
				assertThat(consumer.poll(Duration.ofMillis(500))).isEmpty();
				assertThat(sent).isNotDone();
				kafka.proxy(0).restore();
				kafka.proxy(1).restore();
				sent.get();
				assertThat(roundTrip(producer, consumer, "after")).contains("during");
			}
		}
	}

	private static List<String> roundTrip(KafkaProducer<String, String> producer,
			KafkaConsumer<String, String> consumer, String value) throws Exception {
		producer.send(new ProducerRecord<>(consumer.subscription().iterator().next(), value)).get();
		List<String> received = new ArrayList<>();
		await().until(() -> {
			for (ConsumerRecord<String, String> consumed : consumer.poll(Duration.ofMillis(100))) {
				received.add(consumed.value());
			}
			return !received.isEmpty();
		});
		return received;
	}

	private static List<Integer> leaders(EmbeddedKafkaCluster kafka, String topic) throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
			TopicDescription description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
			return description.partitions().stream().map(TopicPartitionInfo::leader).map((node) -> node.id()).toList();
		}
	}

	private static KafkaProducer<String, String> producer(EmbeddedKafkaCluster kafka) {
		return new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(),
				new StringSerializer());
	}

	private static KafkaConsumer<String, String> consumer(EmbeddedKafkaCluster kafka, String topic) {
		KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers",
				kafka.bootstrapServers(), "group.id", topic, "auto.offset.reset", "earliest"), new StringDeserializer(),
				new StringDeserializer());
		consumer.subscribe(List.of(topic));
		return consumer;
	}

}
