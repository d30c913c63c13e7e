package org.chaosspring.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.kafka.common.PartitionInfo;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.fidelity.Causes;
import org.chaosspring.fidelity.FidelityPage;
import org.chaosspring.fidelity.Observation;
import org.chaosspring.fidelity.SendWatch;
import org.chaosspring.fidelity.TimeOuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.kafka.support.SendResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a producer cannot tell chaos from a broker in trouble.
 */
@ExtendWith(KafkaCluster.class)
@Timeout(180)
class KafkaProduceFidelityTests {

	private static final AtomicInteger TOPICS = new AtomicInteger();

	private static final Duration MAX_BLOCK = Duration.ofMillis(1500);

	private static final Duration DELIVERY = Duration.ofMillis(4500);

	private final SendWatch watch = new SendWatch(
			new TimeOuts().and("max.block.ms", MAX_BLOCK).and("delivery.timeout.ms", DELIVERY));

	private static EmbeddedKafkaCluster cluster() {
		return KafkaCluster.get();
	}

	@Test
	void aNetworkCutBeforeTheTopicIsKnown() {
		String topic = newTopic(3);
		compare(KafkaComparison.SEND_WITHOUT_METADATA, Trouble.networkCut(cluster()),
				Trouble.imposed("network-partition", Map.of()), (application, trouble) -> {
					trouble.begin(application);
					return Observation.of(send(application, topic, 0));
				});
	}

	@Test
	void aNetworkCutWhenTheTopicIsKnown() {
		String topic = newTopic(3);
		compare(KafkaComparison.SEND_WITH_METADATA, Trouble.networkCut(cluster()),
				Trouble.imposed("network-partition", Map.of()), (application, trouble) -> {
					application.template().send(topic, 0, "key", "before").join();
					trouble.begin(application);
					return Observation.of(send(application, topic, 0));
				});
	}

	@Test
	void aNetworkCutUntilTheBufferIsFull() {
		String topic = newTopic(3);
		String large = "x".repeat(20_000);
		compare(KafkaComparison.SEND_UNTIL_FULL, Trouble.networkCut(cluster()),
				Trouble.imposed("network-partition", Map.of()), (application, trouble) -> {
					application.template().send(topic, 0, "key", "before").join();
					trouble.begin(application);
					List<CompletableFuture<?>> buffered = new ArrayList<>();
					for (int i = 0; i < 3; i++) {
						buffered.add(application.template().send(topic, 0, "key", large));
					}
					String full = this.watch.watch(() -> application.template().send(topic, 0, "key", large),
							(result) -> "sent");
					assertThat(buffered).noneMatch(CompletableFuture::isDone);
					await().until(() -> buffered.stream().allMatch(CompletableFuture::isCompletedExceptionally));
					CompletableFuture<?> next = application.template().send(topic, 0, "key", large);
					trouble.end(application);
					next.join();
					return Observation.of("Three records of 20,000 bytes: the calls return", "The fourth: " + full,
							"When the first ones have failed: the call returns");
				}, "spring.kafka.producer.buffer-memory=65536");
	}

	@Test
	void aNetworkCutThatHeals() {
		String topic = newTopic(3);
		compare(KafkaComparison.SEND_UNTIL_HEALED, Trouble.networkCut(cluster()),
				Trouble.imposed("network-partition", Map.of()), (application, trouble) -> {
					application.template().send(topic, 0, "key", "before").join();
					trouble.begin(application);
					CompletableFuture<Void> healed = CompletableFuture.runAsync(() -> trouble.end(application),
							after(MAX_BLOCK.plusMillis(200)));
					String seen = send(application, topic, 0);
					healed.join();
					return Observation.of(seen, "Next: " + send(application, topic, 0));
				});
	}

	@Test
	void aNetworkCutWithinATransaction() {
		compare(KafkaComparison.SEND_IN_TRANSACTION, Trouble.networkCut(cluster()),
				Trouble.imposed("network-partition", Map.of()), (application, trouble) -> {
					String topic = newTopic(3);
					application.template().executeInTransaction((operations) -> operations.send(topic, 0, "key", "0"));
					CompletableFuture<SendResult<String, String>> inside = new CompletableFuture<>();
					String commit = this.watch.watch(() -> application.template().executeInTransaction((operations) -> {
						trouble.begin(application);
						return operations.send(topic, 0, "key", "gone")
							.whenComplete((result, thrown) -> inside.completeExceptionally(thrown));
					}), (result) -> "committed");
					String record = inside.handle((result, thrown) -> Causes.of(thrown)).join();
					trouble.end(application);
					String next = this.watch.watch(
							() -> application.template()
								.executeInTransaction((operations) -> operations.send(topic, 0, "key", "1")),
							(result) -> "committed");
					await().until(() -> KafkaApplication.values(cluster(), topic).contains("1"));
					return Observation.of(commit, "Its record fails: " + record, "After the network is back: " + next,
							"Committed records of the topic: " + KafkaApplication.values(cluster(), topic));
				}, "spring.kafka.producer.transaction-id-prefix=fidelity-");
	}

	@Test
	void aNetworkCutBeforeTheFirstTransaction() {
		String topic = newTopic(3);
		compare(KafkaComparison.BEGIN_FIRST_TRANSACTION, Trouble.networkCut(cluster()),
				Trouble.imposed("network-partition", Map.of()), (application, trouble) -> {
					trouble.begin(application);
					String during = this.watch.watch(
							() -> application.template()
								.executeInTransaction((operations) -> operations.send(topic, 0, "key", "gone")),
							(result) -> "committed");
					trouble.end(application);
					return Observation.of(during);
				}, "spring.kafka.producer.transaction-id-prefix=fidelity-");
	}

	@Test
	void allBrokersStopped() {
		String known = newTopic(3);
		String unknown = newTopic(3);
		compare(KafkaComparison.SEND_TO_STOPPED_CLUSTER, Trouble.allStopped(cluster()),
				Trouble.imposed("network-partition", Map.of()), (application, trouble) -> {
					application.template().send(known, 0, "key", "before").join();
					trouble.begin(application);
					String first = send(application, unknown, 0);
					String second = send(application, known, 0);
					trouble.end(application);
					// The client comes back after a back-off of its own.
					application.template().send(known, 0, "key", "after").join();
					return Observation.of("First send to a topic: " + first, "Send to a known topic: " + second,
							"When the brokers are back: " + send(application, known, 0));
				});
	}

	@Test
	void aBrokerStoppedThatHasTheOnlyReplica() {
		String topic = newTopic(1);
		compare(KafkaComparison.SEND_TO_STOPPED_LEADER, Trouble.brokerStopped(cluster(), 1),
				Trouble.imposed("broker-failure", Map.of("broker", "1")), (application, trouble) -> {
					int led = partitionLedBy(application, topic, 1);
					sendToEach(application, topic);
					trouble.begin(application);
					return Observation.of("To a partition of the broker: " + send(application, topic, led),
							"To another partition: " + send(application, topic, (led + 1) % 3),
							"To no partition in particular: "
									+ this.watch.watch(() -> application.template().send(topic, "value"),
											(result) -> (result.getRecordMetadata().partition() == led)
													? "the broker's partition" : "a partition of another broker"));
				});
	}

	@Test
	void aBrokerStoppedThatAnotherOneTakesOverFrom() {
		String topic = newTopic(3);
		compare(KafkaComparison.SEND_AFTER_ELECTION, Trouble.brokerStopped(cluster(), 1),
				Trouble.imposed("broker-failure", Map.of("broker", "1", "failover-after", "300ms")),
				(application, trouble) -> {
					int led = partitionLedBy(application, topic, 1);
					sendToEach(application, topic);
					trouble.begin(application);
					return Observation.of(send(application, topic, led));
				});
	}

	@Test
	void aBrokerStoppedAndStarted() {
		String topic = newTopic(1);
		compare(KafkaComparison.SEND_UNTIL_RESTARTED, Trouble.brokerStopped(cluster(), 1),
				Trouble.imposed("broker-failure", Map.of("broker", "1")), (application, trouble) -> {
					int led = partitionLedBy(application, topic, 1);
					sendToEach(application, topic);
					trouble.begin(application);
					CompletableFuture<SendResult<String, String>> sent = application.template()
						.send(topic, led, "key", "during");
					trouble.end(application);
					int partition = sent.join().getRecordMetadata().partition();
					return Observation.of("The call returns at once; its future completes when the broker is back: "
							+ ((partition == led) ? "the broker's partition" : "another partition"));
				}, "spring.kafka.producer.properties.delivery.timeout.ms=60000");
	}

	@Test
	void thePageShowsEveryComparisonAndNoOther() {
		FidelityPage.assertComplete(KafkaComparison.values());
	}

	private void compare(KafkaComparison comparison, Trouble real, Trouble imposed, Scene scene, String... properties) {
		Observation really = play(scene, real, properties);
		FidelityPage.assertSame(comparison, really, play(scene, imposed, properties));
	}

	private static Observation play(Scene scene, Trouble trouble, String... properties) {
		String[] all = Stream
			.concat(List
				.of("spring.kafka.producer.properties.max.block.ms=" + MAX_BLOCK.toMillis(),
						"spring.kafka.producer.properties.request.timeout.ms=500",
						// Else the client forgets known topics at a moment that nobody
						// can foresee.
						"spring.kafka.producer.properties.metadata.recovery.strategy=none",
						"spring.kafka.producer.properties.delivery.timeout.ms=" + DELIVERY.toMillis())
				.stream(), Arrays.stream(properties))
			.toArray(String[]::new);
		try (KafkaApplication application = KafkaApplication.startOn(cluster(), List.of(), all)) {
			try {
				return scene.play(application, trouble);
			}
			finally {
				trouble.end(application);
			}
		}
	}

	private String send(KafkaApplication application, String topic, int partition) {
		return this.watch.watch(() -> application.template().send(topic, partition, "key", "value"),
				(result) -> "sent");
	}

	private static void sendToEach(KafkaApplication application, String topic) {
		for (int partition = 0; partition < 3; partition++) {
			application.template().send(topic, partition, "key", "before").join();
		}
	}

	private static int partitionLedBy(KafkaApplication application, String topic, int broker) {
		return application.template()
			.partitionsFor(topic)
			.stream()
			.filter((info) -> info.leader().id() == broker)
			.mapToInt(PartitionInfo::partition)
			.findFirst()
			.orElseThrow();
	}

	private static String newTopic(int replicas) {
		String name = "produce-fidelity-" + TOPICS.incrementAndGet();
		cluster().createTopic(name, 3, replicas);
		return name;
	}

	private static Executor after(Duration delay) {
		return CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * What an application does around a trouble, and sees.
	 */
	@FunctionalInterface
	private interface Scene {

		Observation play(KafkaApplication application, Trouble trouble);

	}

}
