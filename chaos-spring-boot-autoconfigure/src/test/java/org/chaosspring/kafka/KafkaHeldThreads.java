package org.chaosspring.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;

import org.chaosspring.kafka.KafkaListening.Plain;
import org.chaosspring.kafka.KafkaListening.Received;
import org.chaosspring.threads.Crowd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Faults that hold threads of the application: they let go of them as soon as a thread is
 * interrupted, chaos is disabled or the application stops, however long they would last,
 * and other threads advance meanwhile.
 */
@ExtendWith(KafkaBroker.class)
@Timeout(180)
abstract class KafkaHeldThreads {

	/** Nothing here waits for the end of it. */
	private static final String LONG = "3600000";

	private static final Map<String, ?> BLOCKING_DELAY = Map.of("delay", "10m", "blocking", true);

	private final List<String> properties = new ArrayList<>();

	private String topic;

	/**
	 * Return a factory of the threads that send.
	 */
	abstract ThreadFactory threads();

	/**
	 * Return whether listeners get threads of the same kind.
	 */
	abstract boolean areVirtual();

	@BeforeEach
	void createTopic(TestInfo test) {
		this.topic = KafkaApplication
			.newTopic("held-" + areVirtual() + "-" + test.getTestMethod().orElseThrow().getName(), Crowd.size());
		this.properties.addAll(List.of("topic=" + this.topic, "spring.threads.virtual.enabled=" + areVirtual(),
				"spring.kafka.listener.concurrency=" + Crowd.size(),
				"spring.kafka.producer.properties.max.block.ms=" + LONG,
				"spring.kafka.producer.properties.delivery.timeout.ms=" + LONG));
	}

	private KafkaApplication start() {
		return KafkaApplication.start(List.of(Plain.class), this.properties.toArray(String[]::new));
	}

	@Test
	void sendersThatAreDelayed() {
		holdSenders((application) -> application.always("network-delay", BLOCKING_DELAY));
	}

	@Test
	void sendersThatWaitForTheTopic() {
		holdSenders((application) -> application.impose("network-partition", Map.of()));
	}

	@Test
	void sendersThatWaitForAPlaceInTheBuffer() {
		holdSenders((application) -> application.impose("backpressure", Map.of("rate", 0)));
	}

	@Test
	void sendersThatFlushWhatAFailedBrokerIsToTake() {
		holdSenders((application) -> application.impose("broker-failure", Map.of("broker", "0")));
	}

	@Test
	void sendersWhoseClientIsDown() {
		holdSenders((application) -> application.always("service-restart", Map.of("downtime", "10m")));
	}

	/**
	 * Hold senders twice: until chaos is disabled, and until the application stops.
	 */
	private void holdSenders(Trouble trouble) {
		try (KafkaApplication application = start()) {
			trouble.begin(application);
			Crowd crowd = Crowd.held(threads(), (i) -> sendAndFlush(application));
			crowd.interruptOne();
			application.chaos().disable();
			assertThat(crowd.awaitEnd()).isGreaterThanOrEqualTo(Crowd.size() - 1);
			assertThat(KafkaApplication.values(this.topic)).hasSizeGreaterThanOrEqualTo(Crowd.size() - 1);
		}
		KafkaApplication application = start();
		trouble.begin(application);
		Crowd crowd = Crowd.held(threads(), (i) -> sendAndFlush(application));
		application.close();
		crowd.awaitEnd();
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the flush waits for it
	private void sendAndFlush(KafkaApplication application) {
		application.send(this.topic, null, "value")
			.whenComplete((r, t) -> System.err
				.println("XX " + r + t + application.faults().injected() + application.faults().failed()));
		application.template().flush();
	}

	@Test
	void listenersThatAreDelayed() {
		holdListeners((application) -> application.always("network-delay", BLOCKING_DELAY, "consumer"), Crowd.size());
	}

	@Test
	void listenersThatAreCutOff() {
		holdListeners((application) -> application.impose("network-partition", Map.of("direction", "consume")), 0);
	}

	@Test
	void listenersThatAreSlowedDown() {
		holdListeners((application) -> application.impose("backpressure", Map.of("rate", 0, "direction", "consume")),
				0);
	}

	@Test
	void listenersWhoseBrokerFailed() {
		holdListeners(
				(application) -> application.impose("broker-failure", Map.of("broker", "0", "direction", "consume")),
				0);
	}

	/**
	 * Hold listeners twice: until chaos is disabled, and until the application stops.
	 */
	private void holdListeners(Trouble trouble, int hit) {
		try (KafkaApplication application = start()) {
			application.bean(KafkaListenerEndpointRegistry.class)
				.getListenerContainers()
				.forEach((container) -> container.getContainerProperties()
					.setShutdownTimeout(Duration.ofHours(1).toMillis()));
			KafkaListening.start(application);
			Received received = application.bean(Received.class);
			sendToAll(application);
			await().until(() -> received.records().size() == Crowd.size());
			trouble.begin(application);
			sendToAll(application);
			awaitHeld(application, received, hit);
			application.chaos().disable();
			await().until(() -> received.records().size() == 2 * Crowd.size());
			trouble.begin(application);
			sendToAll(application);
			awaitHeld(application, received, 2 * hit);
		}
	}

	private void awaitHeld(KafkaApplication application, Received received, int hit) {
		int before = received.records().size();
		await().during(Duration.ofMillis(300)).until(() -> received.records().size() == before);
		await().until(() -> application.faults().injected().size() >= hit);
		Thread other = threads().newThread(() -> {
		});
		other.start();
		await("another thread advances").until(() -> !other.isAlive());
	}

	private void sendToAll(KafkaApplication application) {
		IntStream.range(0, Crowd.size())
			.mapToObj((partition) -> application.template().send(this.topic, partition, null, "value"))
			.toList()
			.forEach((result) -> result.join());
	}

	/**
	 * Begins to hold threads.
	 */
	private interface Trouble {

		void begin(KafkaApplication application);

	}

}
