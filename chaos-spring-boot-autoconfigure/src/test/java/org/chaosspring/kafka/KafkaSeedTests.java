package org.chaosspring.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows that with a seed the same messages meet the same faults, whatever the threads do.
 */
@ExtendWith(KafkaBroker.class)
class KafkaSeedTests {

	private static final int MESSAGES = 10_000;

	private static KafkaApplication application;

	@BeforeAll
	static void start() {
		application = KafkaApplication.start(List.of());
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void eightThreadsMeetTheFaultsOfOne() throws Exception {
		Map<String, Long> arrivedFromOne = send(KafkaApplication.newTopic("seed-one-thread", 1), 1, 42);
		Map<String, Long> arrivedFromEight = send(KafkaApplication.newTopic("seed-eight-threads", 1), 8, 42);
		assertThat(arrivedFromEight).isEqualTo(arrivedFromOne);
		assertThat(arrivedFromOne).containsValue(2L);
		assertThat(arrivedFromOne.size()).isLessThan(MESSAGES);
	}

	@Test
	void anotherSeedMeansOtherFaults() throws Exception {
		Map<String, Long> arrived = send(KafkaApplication.newTopic("seed-first", 1), 1, 1);
		assertThat(send(KafkaApplication.newTopic("seed-second", 1), 1, 2)).isNotEqualTo(arrived);
	}

	/**
	 * Send ten thousand messages and return how often each of them arrived.
	 */
	private static Map<String, Long> send(String topic, int threads, long seed) throws Exception {
		BehaviorCatalog catalog = BehaviorCatalog.builtIn();
		application.chaos()
			.update((plan) -> ChaosPlan.DEFAULT.withFailureRate(0.2)
				.withSeed(seed)
				.withBehavior(catalog.create("message-loss", Map.of()), 0.5)
				.withBehavior(catalog.create("duplication", Map.of()), 0.5)
				.switchedOn(null));
		List<Thread> senders = IntStream.range(0, threads)
			.mapToObj((thread) -> new Thread(() -> sendEvery(topic, thread, threads)))
			.toList();
		senders.forEach(Thread::start);
		for (Thread sender : senders) {
			sender.join();
		}
		application.chaos().disable();
		application.template().flush();
		return KafkaApplication.values(topic)
			.stream()
			.collect(Collectors.groupingBy((value) -> value, Collectors.counting()));
	}

	private static void sendEvery(String topic, int first, int step) {
		List<CompletableFuture<?>> results = new ArrayList<>();
		for (int i = first; i < MESSAGES; i += step) {
			ProducerRecord<String, String> record = new ProducerRecord<>(topic, "message-" + i);
			record.headers().add("message-id", Integer.toString(i).getBytes(StandardCharsets.UTF_8));
			results.add(application.template().send(record));
		}
		results.forEach(CompletableFuture::join);
	}

}
