package org.chaosspring.rabbit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import org.chaosspring.brokers.PrivateRabbitMq;
import org.chaosspring.brokers.TcpProxy;
import org.chaosspring.fidelity.FidelityPage;
import org.chaosspring.fidelity.Observation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.event.AmqpEvent;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.DirectRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that listeners cannot tell chaos from a RabbitMQ in trouble, in both kinds of
 * containers.
 */
@NeedsRabbitMq
@Timeout(120)
class RabbitConsumeFidelityTests {

	private static final List<String> CONTAINERS = List.of("simple", "direct");

	private static final Duration LIMIT = Duration.ofSeconds(30);

	/**
	 * What a direct container got beforehand: the client hands it over or drops it, as it
	 * finds out late or early.
	 */
	private static final String PREFETCHED = "[12]";

	/**
	 * Attempts to connect: how soon the direct container makes one is up to its monitor.
	 */
	private static final String ATTEMPTS = "|.* with org.springframework.amqp.Amqp.*";

	private static TcpProxy proxy;

	private static Seen seen = new Seen();

	private CompletableFuture<Void> closed = CompletableFuture.completedFuture(null);

	private @Nullable RabbitApplication next;

	@BeforeAll
	static void openProxy() {
		proxy = TcpProxy.open(RabbitBroker.broker().port());
	}

	@AfterAll
	static void closeProxy() {
		proxy.close();
	}

	@AfterEach
	void closeNext() {
		if (this.next != null) {
			this.next.close();
		}
	}

	@Test
	void aNetworkCutWhileMessagesAreNotAcknowledged() {
		// An attempt to connect ends in another way at a proxy, which cannot refuse it.
		compare(RabbitComparison.LISTEN_THROUGH_CUT, Trouble.networkCut(proxy),
				Trouble.imposed("network-partition", Map.of()), (listening, trouble) -> messagesAreOpen(listening,
						trouble, "ShutdownSignalException", PREFETCHED + ATTEMPTS),
				throughProxy());
	}

	@Test
	void aBrokerStoppedAndStarted() {
		PrivateRabbitMq broker = RabbitBroker.broker();
		compare(RabbitComparison.LISTEN_TO_RESTARTED_BROKER, Trouble.brokerStopped(),
				Trouble.imposed("broker-failure", Map.of("broker", broker.host() + ":" + broker.port())), (listening,
						trouble) -> messagesAreOpen(listening, trouble, "AmqpConnectException", PREFETCHED + ATTEMPTS));
	}

	private static Observation messagesAreOpen(Listening listening, Trouble trouble, String event, String without) {
		listening.hold("0");
		listening.publish("0", "1", "2");
		listening.awaitHeld();
		trouble.begin(listening.application);
		listening.letGo();
		listening.awaitEvent(event);
		trouble.end(listening.application);
		listening.awaitReceived("0 again", "1 again", "2 again");
		listening.publish("3");
		listening.awaitReceived("3");
		return listening.observeWithout(without);
	}

	@Test
	void aQueueDeleted() {
		compare(RabbitComparison.LISTEN_TO_DELETED_QUEUE,
				Trouble.of(
						(application) -> CONTAINERS
							.forEach((container) -> RabbitQueues.replace(application.property(container))),
						(application) -> {
						}),
				Trouble.of((application) -> {
					application.always("error", Map.of("exception", "consumer-canceled"));
					CONTAINERS.forEach((container) -> RabbitQueues.publish(application.property(container), "hit"));
				}, (application) -> application.chaos().disable()), (listening, trouble) -> {
					listening.publish("0");
					listening.awaitReceived("0");
					trouble.begin(listening.application);
					listening.awaitEvent("ConsumerCancelledException");
					trouble.end(listening.application);
					listening.publish("1");
					listening.awaitReceived("1");
					return listening.observeWithout("hit again");
				});
	}

	/**
	 * Only the simple container has messages that its listener did not begin: a direct
	 * one calls it in the thread of the client.
	 */
	@Test
	void aRestartWhileMessagesAreNotAcknowledged() {
		Trouble real = Trouble.of((application) -> {
			this.closed = CompletableFuture.runAsync(application::close);
			awaitNoConsumer(application);
			RabbitQueues.publish(application.property("simple"), "late");
		}, this::startAgain);
		Trouble imposed = Trouble.of((application) -> {
			application.always("service-restart", Map.of("downtime", "10m"), "simple");
			RabbitQueues.publish(application.property("simple"), "late");
			await().timeout(LIMIT)
				.until(() -> application.container("simple") instanceof AbstractMessageListenerContainer container
						&& !container.isActive());
		}, (application) -> {
			await().timeout(LIMIT).until(() -> !application.container("simple").isRunning());
			application.chaos().disable();
		});
		compare(RabbitComparison.LISTEN_AFTER_RESTART, real, imposed, (listening, trouble) -> {
			listening.hold("0");
			listening.publish("0", "1", "2");
			listening.awaitHeld();
			trouble.begin(listening.application);
			listening.letGo();
			trouble.end(listening.application);
			await().timeout(LIMIT).untilAsserted(() -> assertThat(listening.received("simple")).hasSize(4));
			// Whether the container had it already is a matter of the moment.
			listening.receivedAgain("late");
			// An application that is being closed does not hear of the last events.
			return Observation.of(listening.observe("simple", "AsyncConsumerStoppedEvent"));
		});
	}

	/**
	 * Wait until the simple container does not ask for messages any more.
	 */
	private static void awaitNoConsumer(RabbitApplication application) {
		await().timeout(LIMIT).until(() -> RabbitQueues.consumers(application.property("simple")) == 0);
	}

	private void startAgain(RabbitApplication application) {
		this.closed.join();
		this.next = RabbitApplication.start(List.of(Listeners.class),
				CONTAINERS.stream()
					.map((container) -> container + "=" + application.property(container))
					.toArray(String[]::new));
	}

	private void compare(RabbitComparison comparison, Trouble real, Trouble imposed, Scene scene,
			String... properties) {
		Observation really = play(scene, real, properties);
		FidelityPage.assertSame(comparison, really, play(scene, imposed, properties));
	}

	private static Observation play(Scene scene, Trouble trouble, String... properties) {
		seen = new Seen();
		List<String> all = new ArrayList<>(List.of(properties));
		CONTAINERS.forEach((container) -> all.add(container + "=" + RabbitQueues.declare("listen-fidelity")));
		try (RabbitApplication application = RabbitApplication.start(List.of(Listeners.class),
				all.toArray(String[]::new))) {
			try {
				return scene.play(new Listening(application, seen), trouble);
			}
			finally {
				trouble.end(application);
				seen.mayGoOn.countDown();
			}
		}
	}

	private static String[] throughProxy() {
		return new String[] { "spring.rabbitmq.host=localhost", "spring.rabbitmq.port=" + proxy.port() };
	}

	/**
	 * What an application does around a trouble, and sees.
	 */
	@FunctionalInterface
	private interface Scene {

		Observation play(Listening listening, Trouble trouble);

	}

	/**
	 * An application that listens, and what its listeners went through.
	 */
	private record Listening(RabbitApplication application, Seen seen) {

		void hold(String text) {
			this.seen.held = text;
		}

		void awaitHeld() {
			CONTAINERS.forEach((container) -> await().timeout(LIMIT)
				.until(() -> this.seen.of(this.seen.received, container).size() == 1
						&& RabbitQueues.ready(this.application.property(container)) == 0));
		}

		void letGo() {
			this.seen.mayGoOn.countDown();
		}

		void publish(String... texts) {
			CONTAINERS.forEach((container) -> RabbitQueues.publish(this.application.property(container), texts));
		}

		/**
		 * Wait until the simple container, which alone tells, says what happened.
		 */
		void awaitEvent(String what) {
			await().timeout(LIMIT)
				.until(() -> this.seen.of(this.seen.events, "simple")
					.stream()
					.anyMatch((event) -> event.contains(what)));
		}

		void awaitReceived(String... texts) {
			CONTAINERS.forEach((container) -> await().timeout(LIMIT)
				.until(() -> this.seen.of(this.seen.received, container).containsAll(List.of(texts))));
		}

		/**
		 * Tell what was seen, but for messages or events that match a pattern. Each event
		 * is told once, as nobody knows how often a container tries.
		 */
		Observation observeWithout(String what) {
			return new Observation(CONTAINERS.stream().map((container) -> observe(container, what)).toList());
		}

		String observe(String container, String without) {
			return "The " + container + " container delivers " + tell(this.seen.received, container, without)
					+ "; events: " + tell(this.seen.events, container, without);
		}

		List<String> received(String container) {
			return this.seen.of(this.seen.received, container);
		}

		/**
		 * Take a message that came as if it came again.
		 */
		void receivedAgain(String text) {
			this.seen.received.values()
				.forEach((texts) -> List.copyOf(texts)
					.stream()
					.filter((one) -> one.equals(text) && texts.remove(one))
					.forEach((one) -> texts.add(one + " again")));
		}

		private String tell(Map<String, Queue<String>> all, String container, String without) {
			return this.seen.of(all, container)
				.stream()
				.filter((one) -> !one.matches(without))
				.distinct()
				.collect(Collectors.joining(", "));
		}

	}

	/**
	 * What listeners and containers went through.
	 */
	static final class Seen {

		private final Map<String, Queue<String>> received = new ConcurrentHashMap<>();

		private final Map<String, Queue<String>> events = new ConcurrentHashMap<>();

		private final CountDownLatch mayGoOn = new CountDownLatch(1);

		private volatile String held = "";

		List<String> of(Map<String, Queue<String>> all, String container) {
			return List.copyOf(all.getOrDefault(container, new ConcurrentLinkedQueue<>()));
		}

		private static void add(Map<String, Queue<String>> all, String container, String what) {
			all.computeIfAbsent(container, (any) -> new ConcurrentLinkedQueue<>()).add(what);
		}

		void receive(String container, Message message) throws InterruptedException {
			String text = new String(message.getBody(), StandardCharsets.UTF_8);
			boolean again = message.getMessageProperties().isRedelivered();
			add(this.received, container, again ? text + " again" : text);
			if (text.equals(this.held) && !again) {
				this.mayGoOn.await();
			}
		}

		/**
		 * Tell an event without the cause of a broken connection, which is the system's.
		 */
		private static String tell(AmqpEvent event) {
			String name = event.getClass().getSimpleName();
			return (event instanceof ListenerContainerConsumerFailedEvent failed)
					? name + " with " + failed.getThrowable().getClass().getName() : name;
		}

		@EventListener
		void happened(AmqpEvent event) {
			if (event.getSource() instanceof AbstractMessageListenerContainer container) {
				add(this.events, String.valueOf(container.getListenerId()), tell(event));
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		@Autowired
		private Seen seen;

		@Bean
		static Seen seen() {
			return RabbitConsumeFidelityTests.seen;
		}

		@RabbitListener(id = "simple", queues = "${simple}", containerFactory = "simpleFactory")
		void simple(Message message) throws InterruptedException {
			this.seen.receive("simple", message);
		}

		@RabbitListener(id = "direct", queues = "${direct}", containerFactory = "directFactory")
		void direct(Message message) throws InterruptedException {
			this.seen.receive("direct", message);
		}

		@Bean
		static SimpleRabbitListenerContainerFactory simpleFactory(ConnectionFactory connectionFactory) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			factory.setRecoveryInterval(500L);
			return factory;
		}

		@Bean
		static DirectRabbitListenerContainerFactory directFactory(ConnectionFactory connectionFactory) {
			DirectRabbitListenerContainerFactory factory = new DirectRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			factory.setRecoveryInterval(500L);
			factory.setMonitorInterval(500L);
			return factory;
		}

	}

}
