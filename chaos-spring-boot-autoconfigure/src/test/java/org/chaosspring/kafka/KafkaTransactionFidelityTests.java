package org.chaosspring.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.fidelity.Causes;
import org.chaosspring.fidelity.FidelityPage;
import org.chaosspring.fidelity.Observation;
import org.chaosspring.fidelity.SendWatch;
import org.chaosspring.fidelity.TimeOuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.awaitility.Awaitility.await;

/**
 * Tests that a transaction cannot tell chaos from a broker in trouble.
 */
@ExtendWith(KafkaCluster.class)
@Timeout(180)
class KafkaTransactionFidelityTests {

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static final Duration MAX_BLOCK = Duration.ofMillis(1200);

	private static final Duration BETWEEN_SENDS = Duration.ofMillis(300);

	private final SendWatch watch = new SendWatch(new TimeOuts().and("max.block.ms", MAX_BLOCK));

	private static EmbeddedKafkaCluster cluster() {
		return KafkaCluster.get();
	}

	@Test
	void aNetworkCutBeforeTheCommit() {
		compare(KafkaComparison.COMMIT, Trouble.networkCut(cluster()), Trouble.imposed("network-partition", Map.of()),
				(transaction, trouble) -> {
					transaction.sendWritten(0, "0");
					trouble.begin(transaction.application());
					String commit = watch(transaction.producer()::commitTransaction);
					String abort = watch(transaction.producer()::abortTransaction);
					trouble.end(transaction.application());
					KafkaApplication.untilInTime(transaction.producer()::commitTransaction);
					return Observation.of("Commit: " + commit, "Abort instead: " + abort,
							"When the network is back, the commit goes through. " + transaction.committed());
				});
	}

	@Test
	void aNetworkCutBeforeTheAbort() {
		compare(KafkaComparison.ABORT, Trouble.networkCut(cluster()), Trouble.imposed("network-partition", Map.of()),
				(transaction, trouble) -> {
					transaction.sendWritten(0, "0");
					trouble.begin(transaction.application());
					String offsets = watch(transaction::sendOffsets);
					String abort = watch(transaction.producer()::abortTransaction);
					trouble.end(transaction.application());
					KafkaApplication.untilInTime(transaction.producer()::abortTransaction);
					return Observation.of("Offsets: " + offsets, "Abort: " + abort,
							"When the network is back, the abort goes through. Committed: " + transaction.values());
				});
	}

	@Test
	void aNetworkCutWithinALongTransaction() {
		compare(KafkaComparison.SEND_IN_LONG_TRANSACTION, Trouble.networkCut(cluster()),
				Trouble.imposed("network-partition", Map.of()), (transaction, trouble) -> {
					transaction.sendWritten(0, "0");
					trouble.begin(transaction.application());
					CompletableFuture<Void> known = transaction.send(0, "1");
					// At the same moment, either of them would be the first to fail.
					await().pollDelay(BETWEEN_SENDS).until(() -> !known.isDone());
					CompletableFuture<Void> other = transaction.send(1, "2");
					String ends = end(known) + ", of a later one to another partition: " + end(other);
					String commit = watch(transaction.producer()::commitTransaction);
					trouble.end(transaction.application());
					KafkaApplication.untilInTime(transaction.producer()::abortTransaction);
					return Observation.of("The future of another record: " + ends, "Commit: " + commit,
							"When the network is back, the abort goes through. Committed: " + transaction.values());
				});
	}

	@Test
	void aCoordinatorOutOfReach() {
		String prefix = newName();
		int coordinator = coordinator(prefix + "0");
		compare(KafkaComparison.COMMIT_WITHOUT_COORDINATOR, Trouble.brokerCut(cluster(), coordinator),
				Trouble.imposed("broker-failure", Map.of("broker", String.valueOf(coordinator))), prefix,
				(transaction, trouble) -> {
					int elsewhere = transaction.partitionNotLedBy(coordinator);
					transaction.sendWritten(elsewhere, "0");
					trouble.begin(transaction.application());
					transaction.sendWritten(elsewhere, "1");
					String commit = watch(transaction.producer()::commitTransaction);
					trouble.end(transaction.application());
					KafkaApplication.untilInTime(transaction.producer()::commitTransaction);
					return Observation.of("A record to a partition of another broker: sent", "Commit: " + commit,
							"When the broker is back, the commit goes through. " + transaction.committed());
				});
	}

	@Test
	void aCoordinatorThatAnotherOneTakesOverFrom() {
		String prefix = newName();
		int coordinator = coordinator(prefix + "0");
		compare(KafkaComparison.COMMIT_AFTER_ELECTION, Trouble.brokerStopped(cluster(), coordinator),
				Trouble.imposed("broker-failure",
						Map.of("broker", String.valueOf(coordinator), "failover-after", "300ms")),
				prefix, (transaction, trouble) -> {
					transaction.sendWritten(transaction.partitionNotLedBy(coordinator), "0");
					trouble.begin(transaction.application());
					transaction.producer().commitTransaction();
					return Observation.of("The commit goes through. " + transaction.committed());
				});
	}

	private void compare(KafkaComparison comparison, Trouble real, Trouble imposed, Scene scene) {
		compare(comparison, real, imposed, newName(), scene);
	}

	private static void compare(KafkaComparison comparison, Trouble real, Trouble imposed, String prefix, Scene scene) {
		Observation really = play(scene, real, prefix);
		FidelityPage.assertSame(comparison, really, play(scene, imposed, prefix));
	}

	private static Observation play(Scene scene, Trouble trouble, String prefix) {
		String topic = newName();
		cluster().createTopic(topic, 3, 3);
		try (KafkaApplication application = KafkaApplication.startOn(cluster(), List.of(),
				"spring.kafka.producer.transaction-id-prefix=" + prefix,
				"spring.kafka.producer.properties.max.block.ms=" + MAX_BLOCK.toMillis(),
				"spring.kafka.producer.properties.request.timeout.ms=500",
				"spring.kafka.producer.properties.delivery.timeout.ms=2500",
				"spring.kafka.producer.properties.reconnect.backoff.max.ms=100",
				"spring.kafka.producer.properties.metadata.recovery.strategy=none");
				Transaction transaction = Transaction.begin(application, topic)) {
			try {
				return scene.play(transaction, trouble);
			}
			finally {
				trouble.end(application);
			}
		}
	}

	private String watch(Runnable call) {
		return this.watch.watch(() -> {
			call.run();
			return CompletableFuture.completedFuture("");
		}, (result) -> "done");
	}

	private static String end(CompletableFuture<?> future) {
		return future.handle((result, thrown) -> (thrown != null) ? Causes.of(thrown) : "sent")
			.orTimeout(60, TimeUnit.SECONDS)
			.join();
	}

	/**
	 * Ask the brokers who coordinates the transactions of an id.
	 */
	private static int coordinator(String transactionalId) {
		Properties direct = new Properties();
		direct.put("bootstrap.servers", cluster().directServers());
		direct.put("transactional.id", transactionalId);
		direct.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
		direct.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
		try (Producer<String, String> first = new KafkaProducer<>(direct);
				Admin admin = Admin.create(Map.of("bootstrap.servers", cluster().directServers()))) {
			first.initTransactions();
			return admin.describeTransactions(List.of(transactionalId))
				.description(transactionalId)
				.get()
				.coordinatorId();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String newName() {
		return "transaction-fidelity-" + NAMES.incrementAndGet() + "-";
	}

	/**
	 * A transaction of an application, with the producer as its factory has it.
	 */
	private record Transaction(KafkaApplication application, Producer<String, String> producer,
			String topic) implements AutoCloseable {

		static Transaction begin(KafkaApplication application, String topic) {
			Producer<String, String> producer = application.newProducer();
			producer.beginTransaction();
			return new Transaction(application, producer, topic);
		}

		@SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
		CompletableFuture<Void> send(int partition, String value) {
			CompletableFuture<Void> sent = new CompletableFuture<>();
			producer().send(new ProducerRecord<>(topic(), partition, "key", value), (metadata, thrown) -> {
				if (thrown != null) {
					sent.completeExceptionally(thrown);
				}
				else {
					sent.complete(null);
				}
			});
			return sent;
		}

		void sendWritten(int partition, String value) {
			send(partition, value).join();
		}

		@SuppressWarnings("removal") // spares a consumer
		void sendOffsets() {
			producer().sendOffsetsToTransaction(Map.of(new TopicPartition(topic(), 0), new OffsetAndMetadata(1)),
					new ConsumerGroupMetadata("group"));
		}

		int partitionNotLedBy(int broker) {
			return producer().partitionsFor(topic())
				.stream()
				.filter((info) -> info.leader().id() != broker)
				.flatMapToInt((info) -> IntStream.of(info.partition()))
				.findFirst()
				.orElseThrow();
		}

		/**
		 * Tell what a read-committed consumer sees, as soon as it sees anything: markers
		 * are written after the commit is over.
		 */
		String committed() {
			await().until(() -> !values().isEmpty());
			return "Committed: " + values();
		}

		List<String> values() {
			return KafkaApplication.values(cluster(), topic());
		}

		@Override
		public void close() {
			producer().close(Duration.ZERO);
		}

	}

	/**
	 * What an application does around a trouble, and sees.
	 */
	@FunctionalInterface
	private interface Scene {

		Observation play(Transaction transaction, Trouble trouble);

	}

}
