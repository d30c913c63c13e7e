package org.chaosspring.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.kafka.KafkaException;
import org.springframework.kafka.support.SendResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for producers that cannot reach brokers, are too fast for them or see errors: how
 * it ends, and that nothing is lost once it is over.
 */
@ExtendWith(KafkaBroker.class)
@Timeout(120)
class KafkaProduceTroubleTests {

	private static final String TRANSACTIONAL = "spring.kafka.producer.transaction-id-prefix=trouble-";

	private String topic;

	private KafkaApplication application;

	@BeforeEach
	void createTopic(TestInfo test) {
		this.topic = KafkaApplication.newTopic("trouble-" + test.getTestMethod().orElseThrow().getName(), 1);
	}

	@AfterEach
	void close() {
		this.application.chaos().disable();
		assertThat(this.application.faults().failed()).isEmpty();
		await().untilAsserted(() -> assertThat(this.application.chaos().held()).isZero());
		this.application.close();
	}

	private void start(String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.kafka.producer.properties.max.block.ms=300",
				"spring.kafka.producer.properties.request.timeout.ms=300",
				"spring.kafka.producer.properties.delivery.timeout.ms=600"));
		all.addAll(List.of(properties));
		this.application = KafkaApplication.start(List.of(), all.toArray(String[]::new));
	}

	private void sendBefore() {
		// On a slow machine that takes longer than a send may block.
		await().ignoreExceptions().until(() -> !this.application.template().partitionsFor(this.topic).isEmpty());
		this.application.send(this.topic, "key", "before").join();
	}

	@Test
	void recordsOfACutNetworkStayThroughOtherChangesAndLeaveInOrderWhenItHeals() {
		start("spring.kafka.producer.properties.delivery.timeout.ms=60000");
		sendBefore();
		this.application.impose("network-partition", Map.of());
		List<CompletableFuture<?>> results = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			results.add(this.application.send(this.topic, "key", Integer.toString(i)));
		}
		this.application.chaos().setFailureRate(0.5);
		this.application.chaos().addTargetGroup("kafka");
		assertThat(this.application.chaos().held()).isEqualTo(50);
		assertThat(results).noneMatch(CompletableFuture::isDone);
		this.application.chaos().liftCondition("network-partition");
		results.forEach(CompletableFuture::join);
		this.application.send(this.topic, "key", "after").join();
		List<String> expected = new ArrayList<>(List.of("before"));
		IntStream.range(0, 50).mapToObj(Integer::toString).forEach(expected::add);
		expected.add("after");
		assertThat(KafkaApplication.values(this.topic)).isEqualTo(expected);
		assertThat(this.application.faults().injected()).hasSize(50)
			.allSatisfy((fault) -> assertThat(fault.behavior()).isEqualTo("network-partition"));
	}

	@Test
	void aTimeScaleShortensTheTimeOutsOfTheClient() {
		start("spring.kafka.producer.properties.delivery.timeout.ms=3600000", "chaos.messaging.time-scale=0.0001");
		sendBefore();
		this.application.impose("network-partition", Map.of());
		assertThat(failure(this.application.send(this.topic, "key", "expires"))).isInstanceOf(TimeoutException.class)
			.hasMessage("Expiring 1 record(s) for " + this.topic + "-0:360 ms has passed since batch creation");
	}

	@Test
	void aCallerThatWaitsForMetadataGoesOnWhenChaosIsDisabled() {
		start("spring.kafka.producer.properties.max.block.ms=3600000");
		this.application.impose("network-partition", Map.of());
		CompletableFuture<SendResult<String, String>> sent = CompletableFuture
			.supplyAsync(() -> this.application.send(this.topic, "key", "value").join());
		await().until(() -> !this.application.faults().injected().isEmpty());
		this.application.chaos().setFailureRate(0.5);
		assertThat(sent).isNotDone();
		this.application.chaos().disable();
		sent.join();
		assertThat(KafkaApplication.values(this.topic)).containsExactly("value");
	}

	@Test
	@SuppressWarnings("FutureReturnValueIgnored") // there is none, as the call throws
	void aCallerThatWaitsForMetadataCanBeInterrupted() throws InterruptedException {
		start("spring.kafka.producer.properties.max.block.ms=3600000");
		this.application.impose("network-partition", Map.of());
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread sender = new Thread(() -> {
			try {
				this.application.send(this.topic, "key", "value");
			}
			catch (RuntimeException ex) {
				thrown.set(ex);
			}
		});
		sender.start();
		await().until(() -> !this.application.faults().injected().isEmpty());
		sender.interrupt();
		sender.join();
		assertThat(thrown.get()).isInstanceOf(InterruptException.class);
	}

	@Test
	void aFlushWaitsForRecordsOfACutNetwork() {
		start();
		sendBefore();
		this.application.impose("network-partition", Map.of());
		CompletableFuture<?> result = this.application.send(this.topic, "key", "expires");
		this.application.template().flush();
		assertThat(result).isCompletedExceptionally();
	}

	@Test
	void backpressureHoldsCallersToItsRate() {
		start();
		this.application.impose("backpressure", Map.of("rate", 50));
		long before = System.nanoTime();
		this.application.sendNumbers(this.topic, "key", 20);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(370));
		assertThat(KafkaApplication.values(this.topic)).hasSize(20);
	}

	@Test
	void backpressureExhaustsTheBuffer() {
		start();
		this.application.impose("backpressure", Map.of("rate", 1));
		this.application.send(this.topic, "key", "first").join();
		long before = System.nanoTime();
		assertThatExceptionOfType(KafkaException.class)
			.isThrownBy(() -> this.application.send(this.topic, "key", "refused"))
			.withCauseInstanceOf(BufferExhaustedException.class);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(299));
		this.application.chaos().liftCondition("backpressure");
		this.application.send(this.topic, "key", "last").join();
		assertThat(KafkaApplication.values(this.topic)).containsExactly("first", "last");
	}

	@Test
	void aFloodSendsCopiesUpToItsFactor() {
		start();
		this.application.impose("flood", Map.of("factor", 5));
		this.application.sendNumbers(this.topic, "key", 3);
		this.application.template().flush();
		assertThat(KafkaApplication.values(this.topic)).hasSize(15).containsOnly("0", "1", "2");
	}

	@Test
	void aDegradedNetworkLosesAndDelaysMoreAndMore() {
		start();
		this.application.impose("degraded-network",
				Map.of("delayFrom", "1ms", "delayTo", "2ms", "lossFrom", 0, "lossTo", 1, "ramp", "1ms"));
		await().untilAsserted(() -> {
			this.application.send(this.topic, "key", "lost").join();
			assertThat(this.application.faults().injected()).last()
				.satisfies((fault) -> assertThat(fault.effect()).hasToString("Loss[allowInTransactions=false]"));
		});
	}

	@Test
	void aRecordWhoseAcknowledgmentIsLostIsThereAndItsCallerRetriesIt() {
		start();
		this.application.always("ack-loss", Map.of());
		CompletableFuture<?> result = this.application.send(this.topic, "key", "value");
		assertThat(result).isNotDone();
		assertThat(failure(result)).isInstanceOf(TimeoutException.class);
		this.application.chaos().disable();
		this.application.send(this.topic, "key", "value").join();
		assertThat(KafkaApplication.values(this.topic)).containsExactly("value", "value");
	}

	@Test
	void withoutRetriesALostAcknowledgmentIsABrokenConnection() {
		start("spring.kafka.producer.retries=0");
		this.application.always("ack-loss", Map.of());
		assertThat(failure(this.application.send(this.topic, "key", "value"))).isInstanceOf(NetworkException.class);
		assertThat(KafkaApplication.values(this.topic)).containsExactly("value");
	}

	@Test
	void aLostAcknowledgmentComesLateIfChaosIsDisabledMeanwhile() {
		start("spring.kafka.producer.properties.delivery.timeout.ms=3600000");
		this.application.always("ack-loss", Map.of());
		CompletableFuture<SendResult<String, String>> result = this.application.send(this.topic, "key", "value");
		await().until(() -> this.application.chaos().held() == 1);
		this.application.chaos().disable();
		assertThat(result.join().getRecordMetadata().offset()).isZero();
	}

	@Test
	void aProducerWithoutAcknowledgmentsCannotMissThem() {
		start("spring.kafka.producer.acks=0");
		this.application.always("ack-loss", Map.of());
		this.application.send(this.topic, "key", "value").join();
		assertThat(this.application.faults().injected()).isEmpty();
	}

	@Test
	void anExpiredRecordFailsItsFuture() {
		start();
		for (String kind : List.of("typical", "timeout")) {
			this.application.always("error", Map.of("exception", kind));
			CompletableFuture<?> result = this.application.send(this.topic, "key", "gone");
			assertThat(result).isNotDone();
			assertThat(failure(result)).isInstanceOf(TimeoutException.class)
				.hasMessage("Expiring 1 record(s) for " + this.topic + "-0:600 ms has passed since batch creation");
		}
		assertThat(KafkaApplication.values(this.topic)).isEmpty();
	}

	@Test
	void errorsOfTheBrokerFailTheFutureOnceRetriesAreExhausted() {
		start("spring.kafka.producer.retries=2");
		Map<String, Class<?>> errors = Map.of("not-enough-replicas", NotEnoughReplicasException.class, "corrupt-record",
				CorruptRecordException.class, "network", NetworkException.class, "not-leader-or-follower",
				NotLeaderOrFollowerException.class);
		errors.forEach((kind, type) -> {
			this.application.always("error", Map.of("exception", kind));
			long before = System.nanoTime();
			CompletableFuture<?> result = this.application.send(this.topic, "key", "gone");
			assertThat(failure(result)).isExactlyInstanceOf(type);
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(299));
		});
		assertThat(KafkaApplication.values(this.topic)).isEmpty();
	}

	@Test
	void errorsOfTheClientAreThereAtOnce() {
		start();
		Map<String, Class<?>> errors = Map.of("record-too-large", RecordTooLargeException.class, "topic-authorization",
				TopicAuthorizationException.class, "buffer-exhausted", BufferExhaustedException.class);
		errors.forEach((kind, type) -> {
			this.application.always("error", Map.of("exception", kind));
			assertThatExceptionOfType(KafkaException.class)
				.isThrownBy(() -> this.application.send(this.topic, "key", "refused"))
				.satisfies((thrown) -> assertThat(thrown.getCause()).isExactlyInstanceOf(type));
		});
		assertThat(KafkaApplication.values(this.topic)).isEmpty();
	}

	@Test
	void errorsThatAProducerNeverSeesDoNotHappen() {
		start("spring.kafka.producer.acks=1");
		for (String kind : List.of("not-enough-replicas", "producer-fenced", "listener-fatal", "nack")) {
			this.application.always("error", Map.of("exception", kind));
			this.application.send(this.topic, "key", "value").join();
		}
		assertThat(this.application.faults().injected()).isEmpty();
		assertThat(KafkaApplication.values(this.topic)).hasSize(4);
	}

	@Test
	void aRecordThatFailsInATransactionFailsItsCommit() {
		start(TRANSACTIONAL, "spring.kafka.producer.properties.max.block.ms=60000");
		this.application.template().executeInTransaction((operations) -> operations.send(this.topic, "key", "0"));
		for (String behavior : List.of("error", "ack-loss")) {
			this.application.always(behavior, Map.of());
			assertThatExceptionOfType(org.apache.kafka.common.KafkaException.class)
				.isThrownBy(() -> this.application.template().executeInTransaction((operations) -> {
					failure(operations.send(this.topic, "key", "gone"));
					return null;
				}))
				.withMessage("Cannot execute transactional method because we are in an error state")
				.withCauseInstanceOf(TransactionAbortableException.class)
				.withRootCauseInstanceOf(TimeoutException.class);
		}
		this.application.chaos().disable();
		this.application.template().executeInTransaction((operations) -> operations.send(this.topic, "key", "1"));
		await().untilAsserted(() -> assertThat(KafkaApplication.values(this.topic)).containsExactly("0", "1"));
	}

	@Test
	void aFencedProducerCanNeitherCommitNorAbort() {
		// The first transaction of a broker takes its time.
		start(TRANSACTIONAL, "spring.kafka.producer.properties.max.block.ms=60000");
		this.application.always("error", Map.of("exception", "producer-fenced"));
		assertThatExceptionOfType(ProducerFencedException.class)
			.isThrownBy(() -> this.application.template().executeInTransaction((operations) -> {
				assertThat(failure(operations.send(this.topic, "key", "gone")))
					.isInstanceOf(ProducerFencedException.class);
				return null;
			}));
		this.application.chaos().disable();
		this.application.template().executeInTransaction((operations) -> operations.send(this.topic, "key", "1"));
		await().untilAsserted(() -> assertThat(KafkaApplication.values(this.topic)).containsExactly("1"));
	}

	/**
	 * Wait for a failure, and take away what the template wraps around it.
	 */
	private static Throwable failure(CompletableFuture<?> result) {
		try {
			throw new AssertionError("Completed: " + result.join());
		}
		catch (CompletionException ex) {
			return ex.getCause().getCause();
		}
	}

}
