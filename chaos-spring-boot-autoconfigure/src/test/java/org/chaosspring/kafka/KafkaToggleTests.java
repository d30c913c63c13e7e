package org.chaosspring.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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

	private static final String ID = "message-id";

	private final AtomicBoolean running = new AtomicBoolean(true);

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
			int faults = 0;
			for (int i = 0; i < TOGGLES; i++) {
				application.chaos().update((plan) -> everything().switchedOn(null));
				awaitSends(2);
				application.chaos().disable();
				int whenOff = application.faults().injected().size();
				awaitSends(2);
				assertThat(application.faults().injected()).as("faults while off").hasSize(whenOff);
				assertThat(application.chaos().held()).isZero();
				faults = whenOff;
			}
			this.running.set(false);
			for (Thread sender : senders) {
				sender.join();
			}
			assertThat(faults).isGreaterThan(TOGGLES / 10);
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

	private void awaitSends(int more) {
		long target = this.sends.get() + more;
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
