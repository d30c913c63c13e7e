package org.chaosspring.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Direction;
import org.chaosspring.kafka.KafkaListening.Plain;
import org.chaosspring.kafka.KafkaListening.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Shows under load that nothing held is lost and that off means off: two threads send
 * while chaos is switched on and off a thousand times, and every message is accounted for
 * by its id, on the broker and at the listener.
 */
@ExtendWith(KafkaBroker.class)
class KafkaToggleTests {

	private static final int TOGGLES = 1_000;

	private static final int SENDS_AWAITED = 10;

	private static final String ID = "message-id";

	private final AtomicBoolean running = new AtomicBoolean(true);

	/**
	 * How many sends the senders may still do: load, but as much on a slow machine as on
	 * a fast one.
	 */
	private final Semaphore allowance = new Semaphore(0);

	private final AtomicLong sends = new AtomicLong();

	private final Queue<String> sent = new ConcurrentLinkedQueue<>();

	@Test
	void everyMessageIsAccountedForThroughAThousandToggles() throws Exception {
		String topic = KafkaApplication.newTopic("toggles", 2);
		try (KafkaApplication application = KafkaApplication.start(List.of(Plain.class), "topic=" + topic)) {
			KafkaListening.start(application);
			List<Thread> senders = List.of(new Thread(() -> send(application, topic, "a")),
					new Thread(() -> send(application, topic, "b")));
			senders.forEach(Thread::start);
			for (int i = 0; i < TOGGLES; i++) {
				application.chaos().update((plan) -> everything().switchedOn(null));
				sendSome();
				application.chaos().disable();
				int whenOff = application.faults().injected().size();
				sendSome();
				assertThat(application.faults().injected()).as("faults while off").hasSize(whenOff);
				assertThat(application.chaos().held()).isZero();
			}
			this.running.set(false);
			this.allowance.release(senders.size());
			for (Thread sender : senders) {
				sender.join();
			}
			assertThat(application.faults().injected()).hasSizeGreaterThan(TOGGLES);
			assertThat(application.faults().failed()).isEmpty();
			List<ConsumerRecord<byte[], byte[]>> records = KafkaApplication.records(topic);
			assertThat(counts(records.stream().map(KafkaToggleTests::id).toList()))
				.isEqualTo(expectedOnBroker(application));
			Map<String, Integer> expected = expectedAtListener(application, records);
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(delivered(application)).isEqualTo(expected));
			await().untilAsserted(() -> assertThat(KafkaApplication.lag(topic, topic)).isZero());
		}
	}

	private static ChaosPlan everything() {
		BehaviorCatalog catalog = BehaviorCatalog.builtIn();
		return ChaosPlan.DEFAULT.withFailureRate(0.5)
			.withBehavior(catalog.create("network-delay", Map.of("delay", "1ms", "max-delay", "5ms")), 0.5)
			.withBehavior(catalog.create("reordering", Map.of("window", 3, "max-hold", "10ms")), 0.5)
			.withBehavior(catalog.create("duplication", Map.of()), 0.5)
			.withBehavior(catalog.create("message-loss", Map.of()), 0.5);
	}

	private void send(KafkaApplication application, String topic, String sender) {
		List<CompletableFuture<?>> results = new ArrayList<>();
		for (int i = 0; this.running.get(); i++) {
			this.allowance.acquireUninterruptibly();
			String id = sender + i;
			ProducerRecord<String, String> record = new ProducerRecord<>(topic, sender, id);
			record.headers().add(ID, id.getBytes(StandardCharsets.UTF_8));
			results.add(application.template().send(record));
			this.sent.add(id);
			this.sends.incrementAndGet();
			if (results.size() == 100) {
				results.forEach(CompletableFuture::join);
				results.clear();
			}
		}
		application.template().flush();
		results.forEach(CompletableFuture::join);
	}

	/**
	 * Let the senders send on, and return in the midst of it.
	 */
	private void sendSome() {
		long target = this.sends.get() + SENDS_AWAITED;
		this.allowance.release(2 * SENDS_AWAITED);
		while (this.sends.get() < target) {
			Thread.onSpinWait();
		}
	}

	private Map<String, Integer> expectedOnBroker(KafkaApplication application) {
		Map<String, Integer> expected = counts(List.copyOf(this.sent));
		apply(application, Direction.PRODUCE, expected);
		return expected;
	}

	/**
	 * What the broker has, by partition and offset, with what was lost and doubled behind
	 * it.
	 */
	private static Map<String, Integer> expectedAtListener(KafkaApplication application,
			List<ConsumerRecord<byte[], byte[]>> records) {
		Map<String, Integer> expected = counts(records.stream().map(KafkaToggleTests::id).toList());
		apply(application, Direction.CONSUME, expected);
		return expected;
	}

	private static void apply(KafkaApplication application, Direction direction, Map<String, Integer> counts) {
		for (FaultInjected fault : application.faults().injected()) {
			int change = switch (fault.behavior()) {
				case "message-loss" -> -1;
				case "duplication" -> 1;
				default -> 0;
			};
			if (fault.point().direction() == direction && change != 0) {
				counts.compute(fault.identity().substring("id:".length()), (any, count) -> {
					int changed = ((count != null) ? count : 0) + change;
					return (changed != 0) ? changed : null;
				});
			}
		}
	}

	private static Map<String, Integer> delivered(KafkaApplication application) {
		return counts(application.bean(Received.class).records().stream().map(KafkaToggleTests::id).toList());
	}

	private static String id(ConsumerRecord<?, ?> record) {
		return new String(record.headers().lastHeader(ID).value(), StandardCharsets.UTF_8);
	}

	private static Map<String, Integer> counts(List<String> ids) {
		return ids.stream().collect(Collectors.toMap((id) -> id, (id) -> 1, Integer::sum));
	}

}
