package org.chaosspring.rabbit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;

import org.chaosspring.rabbit.RabbitListening.Plain;
import org.chaosspring.rabbit.RabbitListening.Received;
import org.chaosspring.threads.Crowd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Faults that hold threads of the application: they let go of them as soon as a thread is
 * interrupted, chaos is disabled or the application stops, however long they would last,
 * and other threads advance meanwhile.
 */
@NeedsRabbitMq
@Timeout(180)
abstract class RabbitHeldThreads {

	private String queue;

	/**
	 * Return a factory of the threads that send.
	 */
	abstract ThreadFactory threads();

	/**
	 * Return whether listeners get threads of the same kind.
	 */
	abstract boolean areVirtual();

	@BeforeEach
	void declareQueue() {
		this.queue = RabbitQueues.declare("held");
	}

	private RabbitApplication start() {
		return RabbitApplication.start(List.of(Plain.class), "queue=" + this.queue,
				"spring.threads.virtual.enabled=" + areVirtual(),
				"spring.rabbitmq.listener.simple.concurrency=" + Crowd.size(),
				"spring.rabbitmq.listener.simple.prefetch=1");
	}

	@Test
	void sendersThatAreDelayed() {
		holdSenders((application) -> application.always("network-delay", Map.of("delay", "10m", "blocking", true)));
	}

	@Test
	void sendersWhoseConnectionIsBlocked() {
		holdSenders((application) -> {
			application.impose("backpressure", Map.of("rate", 0));
			application.template().convertAndSend("", RabbitQueues.declare("full"), RabbitQueues.fillsBuffers());
		});
	}

	@Test
	void sendersWhoseClientIsDown() {
		holdSenders((application) -> application.always("service-restart", Map.of("downtime", "10m")));
	}

	/**
	 * Hold senders twice: until chaos is disabled, and until the application stops.
	 */
	private void holdSenders(Trouble trouble) {
		try (RabbitApplication application = start()) {
			trouble.begin(application);
			Crowd crowd = Crowd.held(threads(), (i) -> send(application));
			crowd.interruptOne();
			application.chaos().disable();
			int returned = crowd.awaitEnd();
			assertThat(returned).isGreaterThanOrEqualTo(Crowd.size() - 1);
			await().until(() -> RabbitQueues.ready(this.queue) == returned);
		}
		RabbitApplication application = start();
		trouble.begin(application);
		Crowd crowd = Crowd.held(threads(), (i) -> send(application));
		application.close();
		crowd.awaitEnd();
	}

	private void send(RabbitApplication application) {
		application.template().convertAndSend("", this.queue, "text");
	}

	@Test
	void listenersWhoseMessagesAreDelayed() {
		holdListeners((application) -> application.always("network-delay", Map.of("delay", "10m"), "consumer"));
	}

	@Test
	void listenersThatAreCutOff() {
		holdListeners((application) -> application.impose("network-partition", Map.of("direction", "consume")));
	}

	@Test
	void listenersThatAreSlowedDown() {
		holdListeners((application) -> application.impose("backpressure", Map.of("rate", 0, "direction", "consume")));
	}

	@Test
	void listenersWhoseBrokerFailed() {
		holdListeners((application) -> application.impose("broker-failure",
				Map.of("broker", address(), "direction", "consume")));
	}

	private static String address() {
		return RabbitBroker.broker().host() + ":" + RabbitBroker.broker().port();
	}

	/**
	 * Hold listeners twice: until chaos is disabled, and until the application stops.
	 */
	private void holdListeners(Trouble trouble) {
		try (RabbitApplication application = start()) {
			((AbstractMessageListenerContainer) application.container("listener"))
				.setShutdownTimeout(Duration.ofHours(1).toMillis());
			application.container("listener").start();
			Received received = application.bean(Received.class);
			publishToAll();
			await().until(() -> received.messages().size() == Crowd.size());
			trouble.begin(application);
			publishToAll();
			assertHeld(received);
			application.chaos().disable();
			await().atMost(Duration.ofSeconds(30)).until(() -> received.messages().size() == 2 * Crowd.size());
			trouble.begin(application);
			publishToAll();
			assertHeld(received);
		}
	}

	private void assertHeld(Received received) {
		int before = received.messages().size();
		await().during(Duration.ofMillis(500)).until(() -> received.messages().size() == before);
		Thread other = threads().newThread(() -> {
		});
		other.start();
		await("another thread advances").until(() -> !other.isAlive());
	}

	private void publishToAll() {
		RabbitQueues.publish(this.queue,
				IntStream.range(0, Crowd.size()).mapToObj(Integer::toString).toArray(String[]::new));
	}

	/**
	 * Begins to hold threads.
	 */
	private interface Trouble {

		void begin(RabbitApplication application);

	}

}
