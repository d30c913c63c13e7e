package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.fidelity.FidelityPage;
import org.chaosspring.fidelity.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.context.event.EventListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.event.KafkaEvent;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

import static org.awaitility.Awaitility.await;

/**
 * Tests that a listener cannot tell chaos from a broker in trouble.
 */
@ExtendWith(KafkaCluster.class)
@Timeout(180)
class KafkaConsumeFidelityTests {

	private static final AtomicInteger TOPICS = new AtomicInteger();

	private static final Duration SESSION = Duration.ofSeconds(6);

	/** Sees what happens to others, and shares no trouble with them. */
	private KafkaProducer<String, String> outsider;

	private String topic;

	@BeforeEach
	void open() {
		this.outsider = new KafkaProducer<>(Map.of("bootstrap.servers", cluster().directServers()),
				new StringSerializer(), new StringSerializer());
	}

	@AfterEach
	void close() {
		this.outsider.close();
	}

	private static EmbeddedKafkaCluster cluster() {
		return KafkaCluster.get();
	}

	@Test
	void aNetworkCutShorterThanTheSession() {
		compare(KafkaComparison.LISTEN_THROUGH_CUT, Trouble.networkCut(cluster()),
				Trouble.imposed("network-partition", Map.of()), (application, trouble) -> {
					Seen seen = start(application);
					trouble.begin(application);
					send(0, 1, 2);
					String during = during(seen, Duration.ofSeconds(1));
					trouble.end(application);
					return Observation.of(during, afterwards(seen, 6), seen.rebalances(), seen.events());
				});
	}

	@Test
	void aNetworkCutLongerThanTheSession() {
		compare(KafkaComparison.LISTEN_THROUGH_EVICTION, Trouble.networkCut(cluster()),
				Trouble.imposed("network-partition", Map.of("evict", true)), (application, trouble) -> {
					Seen seen = start(application);
					trouble.begin(application);
					send(0, 1, 2);
					String during = during(seen, SESSION.plusSeconds(3));
					trouble.end(application);
					await().timeout(Duration.ofSeconds(60)).until(() -> seen.distinct() == 6);
					awaitNoLag();
					// A record may be quicker than the news of the eviction, and come
					// again.
					return Observation.of(during, "Afterwards it gets all of them; the lag is 0.",
							seen.rebalancesAfterEviction(), seen.events());
				});
	}

	@Test
	void aBrokerStoppedAndStarted() {
		compare(KafkaComparison.LISTEN_TO_STOPPED_LEADER, Trouble.brokerStopped(cluster(), 1),
				Trouble.imposed("broker-failure", Map.of("broker", "1")), (application, trouble) -> {
					Seen seen = start(application);
					int led = this.outsider.partitionsFor(this.topic)
						.stream()
						.filter((info) -> info.leader().id() == 1)
						.mapToInt(PartitionInfo::partition)
						.findFirst()
						.orElseThrow();
					trouble.begin(application);
					send((led + 1) % 3, (led + 2) % 3);
					await().until(() -> seen.received() == 5);
					trouble.end(application);
					send(led);
					return Observation.of("While it lasts, the listener gets what other brokers lead.",
							afterwards(seen, 6), seen.rebalances(), seen.events());
				});
	}

	@Test
	void aRestartWithRecordsThatAreNotAcknowledged() {
		compare(KafkaComparison.LISTEN_AFTER_RESTART, Trouble.processRestarted(),
				Trouble.drawn("service-restart", Map.of("downtime", "10m")), (application, trouble) -> {
					Seen before = start(application);
					KafkaListening.Withholding.withheld = true;
					send(0, 1, 2);
					await().until(() -> before.received() == 6);
					trouble.begin(application);
					send(0, 1, 2);
					await().until(before::isStopped);
					KafkaListening.Withholding.withheld = false;
					trouble.end(application);
					Seen after = application.bean(Seen.class);
					if (after != before) {
						listen(application);
						after.happenedBefore(before);
					}
					return Observation.of(afterwards(after, 9), after.rebalances(), after.events());
				});
	}

	private void compare(KafkaComparison comparison, Trouble real, Trouble imposed, Scene scene) {
		Observation really = play(scene, real);
		FidelityPage.assertSame(comparison, really, play(scene, imposed));
	}

	private Observation play(Scene scene, Trouble trouble) {
		this.topic = "consume-fidelity-" + TOPICS.incrementAndGet();
		cluster().createTopic(this.topic, 3, 1);
		try (KafkaApplication application = KafkaApplication.startOn(cluster(),
				List.of(KafkaListening.Withholding.class, Seen.class), "topic=" + this.topic,
				"spring.kafka.listener.ack-mode=manual",
				"spring.kafka.consumer.properties.session.timeout.ms=" + SESSION.toMillis(),
				"spring.kafka.consumer.properties.heartbeat.interval.ms=500",
				"spring.kafka.consumer.properties.request.timeout.ms=1000")) {
			try {
				return scene.play(application, trouble);
			}
			finally {
				trouble.end(application);
			}
		}
	}

	/**
	 * Start the listener and let it process one record of each partition.
	 */
	private Seen start(KafkaApplication application) {
		KafkaListening.Withholding.withheld = false;
		Seen seen = listen(application);
		send(0, 1, 2);
		await().until(() -> seen.received() == 3);
		awaitNoLag();
		return seen;
	}

	private static Seen listen(KafkaApplication application) {
		Seen seen = application.bean(Seen.class);
		seen.watched.add(application.bean(KafkaListening.Received.class));
		application.bean(KafkaListenerEndpointRegistry.class)
			.getListenerContainer("listener")
			.getContainerProperties()
			.setConsumerRebalanceListener(seen);
		KafkaListening.start(application);
		return seen;
	}

	private void send(int... partitions) {
		Arrays.stream(partitions).forEach((partition) -> {
			try {
				this.outsider.send(new ProducerRecord<>(this.topic, partition, "key", "value")).get();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static String during(Seen seen, Duration time) {
		int before = seen.received();
		await().pollDelay(time).timeout(time.plusSeconds(10)).until(() -> true);
		return "While it lasts, the listener gets " + (seen.received() - before) + " records.";
	}

	private String afterwards(Seen seen, int expected) {
		await().timeout(Duration.ofSeconds(60)).until(() -> seen.received() >= expected);
		awaitNoLag();
		return "Afterwards, of " + expected + " records it got " + seen.distinct() + ", " + (seen.received() - expected)
				+ " of them again; the lag is 0.";
	}

	private void awaitNoLag() {
		await().timeout(Duration.ofSeconds(60))
			.until(() -> KafkaApplication.lag(cluster(), this.topic, this.topic) == 0);
	}

	/**
	 * What the listener and its container went through.
	 */
	static class Seen implements ConsumerAwareRebalanceListener {

		/** The last one comes from several threads, and too late for an application. */
		private static final List<String> OF_NO_INTEREST = List.of("ListenerContainerIdleEvent",
				"ListenerContainerPartitionIdleEvent", "ListenerContainerNoLongerIdleEvent", "ContainerStoppedEvent");

		private final Deque<String> rebalances = new ConcurrentLinkedDeque<>();

		private final Deque<String> events = new ConcurrentLinkedDeque<>();

		private final List<KafkaListening.Received> watched = new CopyOnWriteArrayList<>();

		/**
		 * Put in front what was seen by the application that was closed before.
		 */
		void happenedBefore(Seen before) {
			this.watched.addAll(before.watched);
			prepend(before.rebalances, this.rebalances);
			prepend(before.events, this.events);
		}

		@EventListener
		void happened(KafkaEvent event) {
			String name = event.getClass().getSimpleName();
			if (!OF_NO_INTEREST.contains(name)) {
				this.events.add(name);
			}
		}

		private static void prepend(Deque<String> earlier, Deque<String> later) {
			earlier.descendingIterator().forEachRemaining(later::addFirst);
		}

		boolean isStopped() {
			return this.events.contains("ConcurrentContainerStoppedEvent");
		}

		private Stream<ConsumerRecord<?, ?>> records() {
			return this.watched.stream().flatMap((received) -> received.records().stream());
		}

		@Override
		public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
			this.rebalances.add("assigned");
		}

		@Override
		public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
			this.rebalances.add("revoked");
		}

		@Override
		public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
			this.rebalances.add("lost");
		}

		int received() {
			return (int) records().count();
		}

		long distinct() {
			return records().map((record) -> record.topic() + "-" + record.partition() + "@" + record.offset())
				.distinct()
				.count();
		}

		String rebalances() {
			return "Partitions: " + String.join(", ", this.rebalances) + ".";
		}

		/**
		 * Tell the rebalances without telling lost partitions from revoked ones. The
		 * client does either: it hears of its eviction by a heartbeat, or joins anew
		 * before because its metadata changed, and then knows of no loss. The container
		 * reports each loss as a revocation too.
		 */
		String rebalancesAfterEviction() {
			return rebalances().replaceFirst("(lost, )?revoked", "lost or revoked");
		}

		String events() {
			return "Events: " + String.join(", ", this.events) + ".";
		}

	}

	/**
	 * What an application does around a trouble, and sees.
	 */
	@FunctionalInterface
	private interface Scene {

		Observation play(KafkaApplication application, Trouble trouble);

	}

}
