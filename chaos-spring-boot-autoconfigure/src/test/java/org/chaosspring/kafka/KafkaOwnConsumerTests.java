package org.chaosspring.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.ConsumerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for consumers that an application polls by itself.
 */
@ExtendWith(KafkaBroker.class)
class KafkaOwnConsumerTests {

	private TopicPartition partition;

	private KafkaApplication application;

	private Consumer<?, ?> consumer;

	@BeforeEach
	void start(TestInfo test) {
		String topic = KafkaApplication.newTopic("own-" + test.getTestMethod().orElseThrow().getName(), 1);
		this.partition = new TopicPartition(topic, 0);
		this.application = KafkaApplication.start(List.of(), "spring.kafka.consumer.enable-auto-commit=false");
		this.consumer = this.application.bean(ConsumerFactory.class).createConsumer(topic, null);
	}

	@AfterEach
	void close() {
		this.consumer.close();
		assertThat(this.application.faults().failed()).isEmpty();
		this.application.close();
	}

	private void subscribe(String behavior, Map<String, ?> parameters) {
		this.application.sendNumbers(this.partition.topic(), "key", 3);
		this.application.always(behavior, parameters, "kafkaConsumerFactory");
		this.consumer.subscribe(List.of(this.partition.topic()));
	}

	/**
	 * Poll until something was hit, and return what was polled by then.
	 */
	private List<ConsumerRecord<?, ?>> pollUntilHit() {
		List<ConsumerRecord<?, ?>> records = new ArrayList<>();
		await().until(() -> {
			this.consumer.poll(Duration.ofMillis(100)).forEach(records::add);
			return !this.application.faults().injected().isEmpty();
		});
		return records;
	}

	private Object nextValue() {
		List<Object> values = new ArrayList<>();
		await().until(() -> {
			this.consumer.poll(Duration.ofMillis(100)).forEach((record) -> values.add(record.value()));
			return !values.isEmpty();
		});
		return values.get(0);
	}

	private Map<TopicPartition, OffsetAndMetadata> offset(long offset) {
		return Map.of(this.partition, new OffsetAndMetadata(offset));
	}

	@Test
	void aRecordWhoseAcknowledgmentIsLostComesAgain() {
		subscribe("ack-loss", Map.of());
		assertThat(pollUntilHit()).singleElement().satisfies((record) -> assertThat(record.offset()).isZero());
		this.application.chaos().disable();
		assertThat(nextValue()).isEqualTo("0");
	}

	@Test
	void whoSeeksAfterALostAcknowledgmentGetsWhatIsThere() {
		subscribe("ack-loss", Map.of());
		pollUntilHit();
		this.consumer.seek(this.partition, 2);
		assertThat(nextValue()).isEqualTo("2");
		this.consumer.seekToBeginning(List.of(this.partition));
		assertThat(nextValue()).isEqualTo("0");
	}

	@Test
	void aPollIsRefused() {
		subscribe("error", Map.of("exception", "poll-authorization"));
		assertThat(pollUntilHit()).isEmpty();
		assertThatExceptionOfType(TopicAuthorizationException.class)
			.isThrownBy(() -> this.consumer.poll(Duration.ZERO));
	}

	@Test
	void aPollThatWasToBeRefusedIsNotOnceChaosIsDisabled() {
		subscribe("error", Map.of("exception", "poll-authorization"));
		pollUntilHit();
		this.application.chaos().disable();
		assertThat(nextValue()).isEqualTo("0");
	}

	@Test
	void aCommitFails() {
		subscribe("error", Map.of("exception", "commit-failed"));
		pollUntilHit();
		assertThatExceptionOfType(CommitFailedException.class).isThrownBy(() -> this.consumer.commitSync(offset(1)));
	}

	@Test
	void aCommitThatWasToFailDoesNotOnceChaosIsDisabled() {
		subscribe("error", Map.of("exception", "commit-failed"));
		pollUntilHit();
		this.application.chaos().disable();
		this.consumer.commitSync(offset(1));
		assertThat(KafkaApplication.lag(this.partition.topic(), this.partition.topic())).isEqualTo(2);
	}

	@Test
	void aCommitFailsForItsCallback() {
		subscribe("error", Map.of("exception", "commit-failed"));
		pollUntilHit();
		List<Exception> failures = new ArrayList<>();
		this.consumer.commitAsync(offset(1), (offsets, failure) -> failures.add(failure));
		await().until(() -> {
			this.consumer.poll(Duration.ZERO);
			return !failures.isEmpty();
		});
		assertThat(failures.get(0)).isInstanceOf(CommitFailedException.class);
	}

	@Test
	void aListenerFails() {
		subscribe("error", Map.of("exception", "listener-retryable"));
		ConsumerRecord<?, ?> record = pollUntilHit().get(0);
		assertThatExceptionOfType(KafkaException.class).isThrownBy(record::value);
		assertThat(record.value()).isEqualTo("0");
	}

	@Test
	void aListenerThatWasToFailDoesNotOnceChaosIsDisabled() {
		subscribe("error", Map.of("exception", "listener-retryable"));
		ConsumerRecord<?, ?> record = pollUntilHit().get(0);
		this.application.chaos().disable();
		assertThat(record.value()).isEqualTo("0");
	}

	@Test
	void whileTheNetworkIsCutAPollMayWaitForever() {
		subscribe("duplication", Map.of());
		pollUntilHit();
		this.application.impose("network-partition", Map.of("direction", "consume"));
		this.consumer.wakeup();
		assertThatExceptionOfType(WakeupException.class)
			.isThrownBy(() -> this.consumer.poll(Duration.ofMillis(Long.MAX_VALUE)));
	}

}
