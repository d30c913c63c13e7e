package org.chaosspring.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.common.errors.TransactionAbortedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for chaos within Kafka transactions, as a read-committed consumer sees them.
 */
@ExtendWith(KafkaBroker.class)
class KafkaTransactionTests {

	private static KafkaApplication application;

	private String topic;

	@BeforeAll
	static void start() {
		application = KafkaApplication.start(List.of(), "spring.kafka.producer.transaction-id-prefix=tx-");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void createTopic(TestInfo test) {
		this.topic = KafkaApplication.newTopic("transaction-" + test.getTestMethod().orElseThrow().getName(), 1);
	}

	@AfterEach
	void disable() {
		application.chaos().disable();
		assertThat(application.faults().failed()).isEmpty();
		assertThat(application.chaos().held()).isZero();
	}

	private static KafkaTemplate<String, String> template() {
		return application.template();
	}

	@Test
	void heldMessagesAreSentBeforeTheCommit() {
		application.always("network-delay", Map.of("delay", "1h"));
		CompletableFuture<SendResult<String, String>> result = template().executeInTransaction((operations) -> {
			CompletableFuture<SendResult<String, String>> held = operations.send(this.topic, "key", "0");
			assertThat(application.chaos().held()).isOne();
			return held;
		});
		result.join();
		assertCommitted("0");
	}

	@Test
	void heldMessagesFailWithTheTransaction() {
		application.always("reordering", Map.of("maxHold", "1h"));
		CompletableFuture<CompletableFuture<SendResult<String, String>>> result = new CompletableFuture<>();
		assertThatIllegalStateException().isThrownBy(() -> template().executeInTransaction((operations) -> {
			result.complete(operations.send(this.topic, "key", "0"));
			throw new IllegalStateException("roll back");
		}));
		assertThat(result.join()).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.havingRootCause()
			.isInstanceOf(TransactionAbortedException.class);
		assertThat(application.chaos().held()).isZero();
		assertThat(KafkaApplication.values(this.topic)).isEmpty();
	}

	@Test
	void nothingIsLostWithinATransactionUnlessThatIsAllowed() {
		int before = application.faults().injected().size();
		application.always("message-loss", Map.of());
		template().executeInTransaction((operations) -> operations.send(this.topic, "key", "kept"));
		assertThat(application.faults().injected()).hasSize(before);
		application.always("message-loss", Map.of("allowInTransactions", true));
		template().executeInTransaction((operations) -> operations.send(this.topic, "key", "lost"));
		assertThat(application.faults().injected()).hasSize(before + 1);
		assertCommitted("kept");
	}

	@Test
	void duplicatesAreCommittedOrRolledBackWithTheirOriginal() {
		application.always("duplication", Map.of());
		template().executeInTransaction((operations) -> operations.send(this.topic, "key", "committed"));
		assertThatIllegalStateException().isThrownBy(() -> template().executeInTransaction((operations) -> {
			operations.send(this.topic, "key", "rolled back").join();
			throw new IllegalStateException("roll back");
		}));
		assertCommitted("committed", "committed");
	}

	@Test
	void aRestartLosesTheOpenTransactionAndTheNextOneSucceeds() {
		application.always("service-restart", Map.of("downtime", "10ms"));
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> template()
				.executeInTransaction((operations) -> operations.send(this.topic, "key", "gone").join()))
			.satisfies(
					(thrown) -> assertThat(thrown).isInstanceOfAny(IllegalStateException.class, KafkaException.class));
		application.chaos().disable();
		template().executeInTransaction((operations) -> operations.send(this.topic, "key", "there"));
		assertCommitted("there");
	}

	@Test
	void declarativeTransactionsPassTheSameSeam() {
		application.always("network-delay", Map.of("delay", "1h"));
		TransactionTemplate transaction = new TransactionTemplate(application.bean(KafkaTransactionManager.class));
		transaction.executeWithoutResult((status) -> {
			CompletableFuture<?> held = application.send(this.topic, "key", "0");
			assertThat(held).isNotDone();
		});
		assertCommitted("0");
	}

	/**
	 * Wait for the records: a commit is over before its markers are written, and no
	 * reader sees the records until then.
	 */
	private void assertCommitted(String... values) {
		await().untilAsserted(() -> assertThat(KafkaApplication.values(this.topic)).containsExactly(values));
	}

}
