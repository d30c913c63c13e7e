package org.chaosspring.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.chaosspring.engine.ChaosEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.SendResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the six behaviors on the way to Kafka.
 */
@ExtendWith(KafkaBroker.class)
class KafkaProducingTests {

	private static KafkaApplication application;

	private String topic;

	private int faultsBefore;

	@BeforeAll
	static void start() {
		application = KafkaApplication.start(List.of());
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void createTopic(TestInfo test) {
		this.topic = KafkaApplication.newTopic("producing-" + test.getTestMethod().orElseThrow().getName(), 1);
		this.faultsBefore = application.faults().injected().size();
	}

	@AfterEach
	void disable() {
		application.chaos().disable();
		assertThat(application.faults().failed()).isEmpty();
		assertThat(application.chaos().held()).isZero();
	}

	private List<ChaosEvent.FaultInjected> injected() {
		List<ChaosEvent.FaultInjected> all = application.faults().injected();
		return all.subList(this.faultsBefore, all.size());
	}

	@Test
	void whileOffNothingHappens() {
		application.sendNumbers(this.topic, "key", 100);
		assertThat(KafkaApplication.values(this.topic)).isEqualTo(numbers(100));
		assertThat(injected()).isEmpty();
	}

	@Test
	void aLostMessageNeverReachesTheBrokerAndItsCallerIsToldThatItDid() {
		application.always("message-loss", Map.of());
		CompletableFuture<SendResult<String, String>> result = application.send(this.topic, "key", "lost");
		assertThat(result.join().getRecordMetadata().topic()).isEqualTo(this.topic);
		assertThat(result.join().getRecordMetadata().partition()).isZero();
		application.chaos().disable();
		application.send(this.topic, "key", "kept").join();
		assertThat(KafkaApplication.values(this.topic)).containsExactly("kept");
		assertThat(injected()).singleElement().satisfies((fault) -> {
			assertThat(fault.behavior()).isEqualTo("message-loss");
			assertThat(fault.group()).isEqualTo("kafkaTemplate");
			assertThat(fault.point()).hasToString("kafka:produce:kafkaTemplate");
			assertThat(fault.identity()).startsWith(this.topic + "/key#").doesNotEndWith("key");
		});
	}

	@Test
	void aDuplicatedMessageIsSentAgainAndItsCallerSeesOneResult() {
		application.always("duplication", Map.of("copies", 2));
		application.send(this.topic, "key", "one").join();
		application.template().flush();
		List<ConsumerRecord<byte[], byte[]>> records = KafkaApplication.records(this.topic);
		assertThat(records).extracting((record) -> new String(record.value(), StandardCharsets.UTF_8))
			.containsExactly("one", "one", "one");
		assertThat(records).extracting((record) -> new String(record.key(), StandardCharsets.UTF_8))
			.containsOnly("key");
		assertThat(records).extracting(KafkaProducingTests::mark)
			.containsExactly(null, markOfLastFault(), markOfLastFault());
	}

	@Test
	void aCorruptedMessageDiffersInOneBitOfItsSerializedValue() {
		application.always("corruption", Map.of());
		application.send(this.topic, "key", "a typed value").join();
		ConsumerRecord<byte[], byte[]> record = KafkaApplication.records(this.topic).get(0);
		assertThat(bitsThatDiffer(record.value(), "a typed value".getBytes(StandardCharsets.UTF_8))).isEqualTo(1);
		assertThat(mark(record)).isEqualTo(markOfLastFault());
	}

	@Test
	void aMessageWithoutValueCannotBeCorruptedAndPasses() {
		application.always("corruption", Map.of());
		application.send(this.topic, "key", null).join();
		assertThat(KafkaApplication.records(this.topic)).singleElement()
			.satisfies((record) -> assertThat(record.value()).isNull());
		assertThat(injected()).isEmpty();
	}

	@Test
	void aDelayedMessageLeavesLateWithoutHoldingItsCaller() {
		application.always("network-delay", Map.of("delay", "400ms"));
		long before = System.nanoTime();
		CompletableFuture<SendResult<String, String>> result = application.send(this.topic, "key", "late");
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(300));
		assertThat(result).isNotDone();
		assertThat(application.chaos().held()).isOne();
		result.join();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(399));
		assertThat(KafkaApplication.values(this.topic)).containsExactly("late");
	}

	@Test
	void aMessageThatWaitsBelongsToTheClientAndLeavesWithItsMarkAndTheTimeOfItsSend() {
		application.always("network-delay", Map.of("delay", "1h"));
		ProducerRecord<String, String> sent = new ProducerRecord<>(this.topic, "key", "late");
		long before = System.currentTimeMillis();
		CompletableFuture<SendResult<String, String>> result = application.template().send(sent);
		long after = System.currentTimeMillis();
		assertThatIllegalStateException().isThrownBy(() -> sent.headers().add("more", new byte[0]));
		application.chaos().disable();
		result.join();
		assertThat(KafkaApplication.records(this.topic)).singleElement().satisfies((record) -> {
			assertThat(record.timestamp()).isBetween(before, after);
			assertThat(mark(record)).isEqualTo(markOfLastFault());
		});
		assertThat(sent.headers()).isEmpty();
	}

	@Test
	void aBlockingDelayHoldsTheCaller() {
		application.always("network-delay", Map.of("delay", "300ms", "blocking", true));
		long before = System.nanoTime();
		CompletableFuture<SendResult<String, String>> result = application.send(this.topic, "key", "late");
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(299));
		result.join();
		assertThat(KafkaApplication.values(this.topic)).containsExactly("late");
	}

	@Test
	void delaysOfDifferentLengthKeepTheOrderOfAKey() {
		application.always("network-delay", Map.of("delay", "1ms", "maxDelay", "50ms"));
		application.sendNumbers(this.topic, "key", 100);
		assertThat(KafkaApplication.values(this.topic)).isEqualTo(numbers(100));
		assertThat(injected()).hasSize(100);
	}

	@Test
	void delaysChangeTheOrderOfAKeyIfThatIsAllowed() {
		application.always("network-delay", Map.of("delay", "1ms", "maxDelay", "50ms", "keepOrder", false));
		application.sendNumbers(this.topic, "key", 100);
		assertThat(KafkaApplication.values(this.topic)).isNotEqualTo(numbers(100))
			.containsExactlyInAnyOrderElementsOf(numbers(100));
	}

	@Test
	void messagesThatAreNotHitWaitBehindDelayedOnesOfTheirKey() {
		application.always("network-delay", Map.of("delay", "10s"), "only-the-first");
		application.chaos().update((plan) -> plan.withTargetGroups(List.of(this.topic)));
		CompletableFuture<?> first = application.send(this.topic, "key", "0");
		// The plan stays, its targets do not: everything held leaves with the change.
		application.chaos().update((plan) -> plan.withTargetGroups(List.of("nothing")));
		first.join();
		application.sendNumbers(this.topic, "key", 2);
		assertThat(KafkaApplication.values(this.topic)).containsExactly("0", "0", "1");
	}

	@Test
	void reorderedMessagesAllArriveInAnotherOrder() {
		application.always("reordering", Map.of("window", 5, "maxHold", "10s"));
		application.sendNumbers(this.topic, "key", 100);
		List<String> values = KafkaApplication.values(this.topic);
		assertThat(values).isNotEqualTo(numbers(100)).containsExactlyInAnyOrderElementsOf(numbers(100));
		for (int window = 0; window < 100; window += 5) {
			assertThat(values.subList(window, window + 5)).isNotEqualTo(numbers(100).subList(window, window + 5))
				.containsExactlyInAnyOrderElementsOf(numbers(100).subList(window, window + 5));
		}
	}

	@Test
	void aReorderingWindowEmptiesWhenTrafficStops() {
		application.always("reordering", Map.of("window", 5, "maxHold", "200ms"));
		application.sendNumbers(this.topic, "key", 3);
		assertThat(KafkaApplication.values(this.topic)).containsExactlyInAnyOrderElementsOf(numbers(3));
	}

	@Test
	void aRestartClosesTheProducerAndTheFactoryMakesANewOne() throws Exception {
		ProducerFactory<String, String> factory = application.template().getProducerFactory();
		List<String> lifecycle = new ArrayList<>();
		ProducerFactory.Listener<String, String> listener = new ProducerFactory.Listener<>() {

			@Override
			public void producerAdded(String id, Producer<String, String> producer) {
				lifecycle.add("added");
			}

			@Override
			public void producerRemoved(String id, Producer<String, String> producer) {
				lifecycle.add("removed");
			}

		};
		factory.addListener(listener);
		try {
			Producer<String, String> heldOn = factory.createProducer();
			lifecycle.clear();
			application.always("service-restart", Map.of("downtime", "200ms"));
			long before = System.nanoTime();
			application.send(this.topic, "key", "0").join();
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(199));
			application.chaos().disable();
			application.send(this.topic, "key", "1").join();
			heldOn.send(new ProducerRecord<>(this.topic, "key", "2")).get();
			assertThat(KafkaApplication.values(this.topic)).isEqualTo(numbers(3));
			assertThat(lifecycle).contains("added");
			assertThat(injected()).hasSize(1);
		}
		finally {
			factory.removeListener(listener);
		}
	}

	@Test
	void aSenderWaitsForARestartThatOutlastsChaos() throws InterruptedException {
		ProducerFactory<String, String> factory = application.template().getProducerFactory();
		CountDownLatch closed = new CountDownLatch(1);
		Semaphore mayGoOn = new Semaphore(0);
		ProducerFactory.Listener<String, String> slow = new ProducerFactory.Listener<>() {

			@Override
			public void producerRemoved(String id, Producer<String, String> producer) {
				closed.countDown();
				mayGoOn.acquireUninterruptibly();
			}

		};
		Producer<String, String> heldOn = factory.createProducer();
		application.always("service-restart", Map.of("downtime", "1ms"));
		factory.addListener(slow);
		try {
			CompletableFuture<?> first = CompletableFuture
				.runAsync(() -> application.send(this.topic, "key", "0").join());
			closed.await();
			application.chaos().disable();
			FutureTask<RecordMetadata> second = new FutureTask<>(
					() -> heldOn.send(new ProducerRecord<>(this.topic, "key", "1")).get());
			new Thread(second).start();
			assertThat(second).as("sent while the producer is closed").failsWithin(Duration.ofMillis(200));
			mayGoOn.release();
			assertThat(first).succeedsWithin(Duration.ofSeconds(20));
			assertThat(second).succeedsWithin(Duration.ofSeconds(20));
		}
		finally {
			mayGoOn.release();
			factory.removeListener(slow);
		}
		assertThat(KafkaApplication.values(this.topic)).containsExactlyInAnyOrder("0", "1");
		assertThat(application.chaos().injector().isActive()).isFalse();
	}

	@Test
	void whatIsHeldCannotBeCanceledAsWithTheClient() {
		Producer<String, String> producer = application.template().getProducerFactory().createProducer();
		application.always("network-delay", Map.of("delay", "1h"));
		Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(this.topic, "key", "0"));
		assertThat(sent.cancel(true)).isFalse();
		assertThat(sent.isCancelled()).isFalse();
		application.chaos().disable();
		assertThat(sent).succeedsWithin(Duration.ofSeconds(20));
		assertThat(KafkaApplication.values(this.topic)).containsExactly("0");
	}

	@Test
	void whatIsHeldLeavesWithDisable() {
		application.always("network-delay", Map.of("delay", "1h"));
		List<CompletableFuture<?>> results = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			results.add(application.send(this.topic, "key", Integer.toString(i)));
		}
		assertThat(application.chaos().held()).isEqualTo(50);
		application.chaos().disable();
		assertThat(application.chaos().held()).isZero();
		assertThat(application.chaos().injector().isActive()).isFalse();
		results.forEach(CompletableFuture::join);
		assertThat(KafkaApplication.values(this.topic)).isEqualTo(numbers(50));
	}

	@Test
	void whatIsHeldLeavesWithFlush() {
		application.always("network-delay", Map.of("delay", "1h"));
		CompletableFuture<?> result = application.send(this.topic, "key", "0");
		application.template().flush();
		await().until(result::isDone);
		assertThat(KafkaApplication.values(this.topic)).containsExactly("0");
	}

	@Test
	void whatIsHeldLeavesWhenTheApplicationCloses() {
		List<CompletableFuture<?>> results = new ArrayList<>();
		try (KafkaApplication closing = KafkaApplication.start(List.of())) {
			closing.always("reordering", Map.of("window", 100, "maxHold", "1h"));
			for (int i = 0; i < 10; i++) {
				results.add(closing.send(this.topic, "key", Integer.toString(i)));
			}
			assertThat(closing.chaos().held()).isEqualTo(10);
		}
		results.forEach(CompletableFuture::join);
		assertThat(KafkaApplication.values(this.topic)).containsExactlyInAnyOrderElementsOf(numbers(10));
	}

	private String markOfLastFault() {
		ChaosEvent.FaultInjected fault = injected().get(injected().size() - 1);
		return fault.behavior() + ";" + fault.faultId();
	}

	private static String mark(ConsumerRecord<byte[], byte[]> record) {
		Header header = record.headers().lastHeader("chaos-fault");
		return (header != null) ? new String(header.value(), StandardCharsets.UTF_8) : null;
	}

	private static int bitsThatDiffer(byte[] one, byte[] other) {
		assertThat(one).hasSameSizeAs(other);
		return IntStream.range(0, one.length).map((i) -> Integer.bitCount((one[i] ^ other[i]) & 0xff)).sum();
	}

	private static List<String> numbers(int count) {
		return IntStream.range(0, count).mapToObj(Integer::toString).toList();
	}

}
