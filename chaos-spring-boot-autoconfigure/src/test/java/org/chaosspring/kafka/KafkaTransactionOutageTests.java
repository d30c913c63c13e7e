package org.chaosspring.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for transactions whose records were sent before brokers were out of reach.
 */
@ExtendWith(KafkaBroker.class)
class KafkaTransactionOutageTests {

	private static KafkaApplication application;

	private String topic;

	private Producer<String, String> producer;

	@BeforeAll
	static void start() {
		application = KafkaApplication.start(List.of(), "spring.kafka.producer.transaction-id-prefix=outage-",
				"spring.kafka.client-id=named", "spring.kafka.producer.properties.max.block.ms=1500");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void begin(TestInfo test) {
		this.topic = KafkaApplication.newTopic("outage-" + test.getTestMethod().orElseThrow().getName(), 1);
		// The brokers may need longer than the client waits to get ready for the first
		// one.
		this.producer = await().ignoreExceptionsInstanceOf(KafkaException.class)
			.until(application::newProducer, Objects::nonNull);
		this.producer.beginTransaction();
	}

	@AfterEach
	void end() {
		application.chaos().disable();
		this.producer.close(Duration.ZERO);
		assertThat(application.faults().failed()).isEmpty();
	}

	@Test
	void aCommitThatTimedOutIsTriedAgainAndLosesNothing() throws Exception {
		send("0");
		application.impose("network-partition", Map.of());
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(this.producer::commitTransaction);
		assertThatIllegalStateException().isThrownBy(this.producer::abortTransaction);
		assertThatIllegalStateException().isThrownBy(this.producer::beginTransaction);
		application.chaos().disable();
		this.producer.commitTransaction();
		this.producer.beginTransaction();
		send("1");
		this.producer.commitTransaction();
		assertCommitted("0", "1");
	}

	@Test
	void aRecordThatIsRefusedWhileACommitIsToBeTriedAgainMeetsNoFault() throws Exception {
		send("0");
		application.impose("network-partition", Map.of());
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(this.producer::commitTransaction);
		assertThatIllegalStateException().isThrownBy(() -> send("refused"));
		// Each change would wait for a fault that is under way, for a second.
		CompletableFuture<Void> changes = CompletableFuture
			.runAsync(() -> IntStream.range(1, 21).forEach((i) -> application.chaos().setFailureRate(i / 100.0)));
		assertThat(changes).succeedsWithin(Duration.ofSeconds(15));
		application.chaos().disable();
		this.producer.commitTransaction();
		assertCommitted("0");
	}

	@Test
	void anAbortThatTimedOutIsTriedAgainAndShowsNothing() throws Exception {
		send("aborted");
		application.impose("network-partition", Map.of());
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(this.producer::abortTransaction);
		application.chaos().disable();
		this.producer.abortTransaction();
		this.producer.beginTransaction();
		send("next");
		this.producer.commitTransaction();
		assertCommitted("next");
	}

	@Test
	void aTransactionWithoutContentEndsWithoutABroker() {
		application.impose("network-partition", Map.of());
		this.producer.commitTransaction();
		this.producer.beginTransaction();
		this.producer.abortTransaction();
	}

	@Test
	void aCommitWaitsForTheBrokerThatCoordinatesIt() throws Exception {
		send("0");
		application.impose("broker-failure", Map.of("broker", "7"));
		this.producer.commitTransaction();
		this.producer.beginTransaction();
		send("1");
		application.impose("broker-failure", Map.of("broker", "0"));
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(this.producer::commitTransaction);
		application.impose("broker-failure", Map.of("broker", "0", "failover-after", "1ms"));
		this.producer.commitTransaction();
		assertCommitted("0", "1");
	}

	@Test
	void aCommitThatWaitsGoesOnWhenTheNetworkIsBack() throws Exception {
		send("0");
		application.impose("network-partition", Map.of());
		CompletableFuture<Void> commit = CompletableFuture
			.runAsync(() -> KafkaApplication.untilInTime(this.producer::commitTransaction));
		assertThat(commit).isNotDone();
		application.chaos().disable();
		commit.join();
		assertCommitted("0");
	}

	private void send(String value) throws ExecutionException, InterruptedException {
		this.producer.send(new ProducerRecord<>(this.topic, "key", value)).get();
	}

	/**
	 * Wait for the records: a commit is over before its markers are written, and no
	 * reader sees the records until then.
	 */
	private void assertCommitted(String... values) {
		await().untilAsserted(() -> assertThat(KafkaApplication.values(this.topic)).containsExactly(values));
	}

}
