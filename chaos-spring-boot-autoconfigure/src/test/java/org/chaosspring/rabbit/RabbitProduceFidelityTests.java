package org.chaosspring.rabbit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.chaosspring.brokers.PrivateRabbitMq;
import org.chaosspring.brokers.TcpProxy;
import org.chaosspring.fidelity.Causes;
import org.chaosspring.fidelity.FidelityPage;
import org.chaosspring.fidelity.Observation;
import org.chaosspring.fidelity.SendWatch;
import org.chaosspring.fidelity.TimeOuts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionBlockedEvent;
import org.springframework.amqp.rabbit.connection.ConnectionUnblockedEvent;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a sender cannot tell chaos from a RabbitMQ in trouble.
 */
@NeedsRabbitMq
@Timeout(180)
class RabbitProduceFidelityTests {

	private static final Duration CONFIRM = Duration.ofSeconds(20);

	private static TcpProxy proxy;

	private final SendWatch watch = new SendWatch(new TimeOuts().and("waitForConfirms", CONFIRM));

	private String queue;

	@BeforeAll
	static void openProxy() {
		proxy = TcpProxy.open(RabbitBroker.broker().port());
	}

	@AfterAll
	static void closeProxy() {
		proxy.close();
	}

	@Test
	void aNetworkCutWhileAConfirmIsDue() {
		compare(RabbitComparison.SEND_THROUGH_CUT, Trouble.networkCut(proxy),
				Trouble.imposed("network-partition", Map.of()), this::confirmIsDue, throughProxy());
	}

	@Test
	void aBrokerStoppedWhileAConfirmIsDue() {
		compare(RabbitComparison.SEND_UNTIL_STOPPED, Trouble.brokerStopped(),
				Trouble.imposed("broker-failure", Map.of("broker", "localhost:" + proxy.port())), this::confirmIsDue,
				throughProxy());
	}

	private Observation confirmIsDue(RabbitApplication application, Trouble trouble) {
		send(application, "before").join();
		awaitIdleChannel(application);
		proxy.loseAnswers();
		String due = withoutThread(this.watch.watch(() -> {
			CompletableFuture<CorrelationData.Confirm> confirm = send(application, "due");
			await().until(() -> RabbitQueues.ready(this.queue) == 2);
			trouble.begin(application);
			return confirm;
		}, RabbitProduceFidelityTests::tell));
		trouble.end(application);
		return Observation.of(due, "Next: " + watch(application));
	}

	/**
	 * Wait until there is a channel to send through, as no other one can be opened
	 * afterwards.
	 */
	private static void awaitIdleChannel(RabbitApplication application) {
		CachingConnectionFactory factory = application.bean(CachingConnectionFactory.class);
		await().until(() -> "1".equals(factory.getCacheProperties().getProperty("idleChannelsNotTx")));
	}

	@Test
	void aBrokerStoppedAndStarted() {
		PrivateRabbitMq broker = RabbitBroker.broker();
		compare(RabbitComparison.SEND_TO_STOPPED_BROKER, Trouble.brokerStopped(),
				Trouble.imposed("broker-failure", Map.of("broker", broker.host() + ":" + broker.port())),
				(application, trouble) -> {
					send(application, "before").join();
					com.rabbitmq.client.Connection connection = application.bean(CachingConnectionFactory.class)
						.createConnection()
						.getDelegate();
					trouble.begin(application);
					await().until(() -> !connection.isOpen());
					String during = watch(application);
					trouble.end(application);
					return Observation.of("While it lasts: " + during, "Afterwards: " + watch(application));
				});
	}

	@Test
	void aQueueThatIsFull() {
		Map<String, Object> full = Map.of("x-max-length", 1, "x-overflow", "reject-publish");
		compare(RabbitComparison.SEND_TO_FULL_QUEUE, filled(), Trouble.drawn("error", Map.of("exception", "nack")),
				full, (application, trouble) -> {
					Queue<String> called = new ConcurrentLinkedQueue<>();
					application.template()
						.setConfirmCallback((data, ack, cause) -> called.add(ack + " with cause " + cause));
					trouble.begin(application);
					String during = watch(application);
					trouble.end(application);
					String after = watch(application);
					await().until(() -> called.size() == 2);
					return Observation.of("While it is full: " + during, "Afterwards: " + after,
							"Calls of the callback: " + called);
				});
	}

	@Test
	void aQueueThatIsFullWithinAnInvocation() {
		Map<String, Object> full = Map.of("x-max-length", 1, "x-overflow", "reject-publish");
		compare(RabbitComparison.SEND_TO_FULL_QUEUE_IN_INVOCATION, filled(),
				Trouble.drawn("error", Map.of("exception", "nack")), full, (application, trouble) -> {
					trouble.begin(application);
					return Observation.of(this.watch.watch(() -> application.template().invoke((operations) -> {
						operations.convertAndSend("", this.queue, "one");
						operations.waitForConfirmsOrDie(CONFIRM.toMillis());
						return CompletableFuture.completedFuture("confirmed");
					}), (result) -> result));
				}, "spring.rabbitmq.publisher-confirm-type=simple");
	}

	@Test
	void aMemoryAlarmThatFewMessagesMeet() {
		String other = RabbitQueues.declare("produce-fidelity-transaction");
		compare(RabbitComparison.SEND_FEW_THROUGH_ALARM, Trouble.memoryAlarm(),
				Trouble.imposed("backpressure", Map.of("rate", 0)), (application, trouble) -> {
					Consumer<String> sender = (text) -> application.template().convertAndSend("", this.queue, text);
					RabbitTemplate transacted = new RabbitTemplate(application.template().getConnectionFactory());
					transacted.setChannelTransacted(true);
					sender.accept("before");
					transacted.convertAndSend("", other, "before");
					await().until(() -> RabbitQueues.ready(this.queue) == 1);
					trouble.begin(application);
					Stream.of("one", "two", "three").forEach(sender);
					Throwable commit = catchThrowable(() -> transacted.convertAndSend("", other, "during"));
					assertThat(RabbitQueues.ready(this.queue)).isOne();
					trouble.end(application);
					await().until(() -> RabbitQueues.ready(this.queue) == 4);
					return Observation.of("Three calls return, and none of the messages arrives.",
							"The commit of a transaction fails: " + Causes.of(commit),
							"Afterwards the queue has: " + RabbitQueues.drainTexts(this.queue));
				}, "spring.rabbitmq.publisher-confirm-type=none", "spring.rabbitmq.channel-rpc-timeout=3s");
	}

	@Test
	void aMemoryAlarmWhileAConfirmIsDue() {
		compare(RabbitComparison.SEND_CONFIRMED_THROUGH_ALARM, Trouble.memoryAlarm(),
				Trouble.imposed("backpressure", Map.of("rate", 0)), (application, trouble) -> {
					send(application, "before").join();
					awaitIdleChannel(application);
					trouble.begin(application);
					CompletableFuture<CorrelationData.Confirm> confirm = send(application, "during");
					Throwable next = catchThrowable(() -> send(application, "needs another channel"));
					assertThat(confirm).isNotDone();
					trouble.end(application);
					return Observation.of("The call returns, and its future stays open.",
							"The next call has to open a channel and fails: " + Causes.of(next),
							"Afterwards the first completes: " + tell(confirm.join()));
				}, "spring.rabbitmq.channel-rpc-timeout=3s");
	}

	/**
	 * Told by a sender of more than any buffer of the network takes: how much of it goes
	 * out before is up to the system.
	 */
	@Test
	void aMemoryAlarm() {
		int messages = 1024;
		compare(RabbitComparison.SEND_THROUGH_ALARM, Trouble.memoryAlarm(),
				Trouble.imposed("backpressure", Map.of("rate", 1)), (application, trouble) -> {
					Blocks blocks = application.bean(Blocks.class);
					application.template().convertAndSend("", this.queue, "opens the connection");
					trouble.begin(application);
					CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
						for (int i = 0; i < messages; i++) {
							application.template().convertAndSend("", this.queue, new byte[64 * 1024]);
						}
					});
					await().until(() -> blocks.events.size() == 1);
					await().during(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(sender).isNotDone());
					trouble.end(application);
					sender.join();
					await().timeout(Duration.ofSeconds(60)).until(() -> RabbitQueues.ready(this.queue) == messages + 1);
					return Observation.of("A sender of 64 MiB waits until the end, and all of it arrives.",
							"Events: " + String.join(", ", blocks.events));
				}, "spring.rabbitmq.publisher-confirm-type=none");
	}

	private Trouble filled() {
		return Trouble.of((application) -> RabbitQueues.publish(this.queue, "fills"),
				(application) -> RabbitQueues.drain(this.queue));
	}

	@Test
	void thePageShowsEveryComparisonAndNoOther() {
		FidelityPage.assertComplete(RabbitComparison.values());
	}

	private void compare(RabbitComparison comparison, Trouble real, Trouble imposed, Scene scene,
			String... properties) {
		compare(comparison, real, imposed, Map.of(), scene, properties);
	}

	private void compare(RabbitComparison comparison, Trouble real, Trouble imposed, Map<String, Object> queueArguments,
			Scene scene, String... properties) {
		Observation really = play(scene, real, queueArguments, properties);
		FidelityPage.assertSame(comparison, really, play(scene, imposed, queueArguments, properties));
	}

	private Observation play(Scene scene, Trouble trouble, Map<String, Object> queueArguments, String... properties) {
		this.queue = RabbitQueues.declare("produce-fidelity", queueArguments);
		String[] all = Stream
			.concat(Stream.of("spring.rabbitmq.publisher-confirm-type=correlated"), Arrays.stream(properties))
			.toArray(String[]::new);
		try (RabbitApplication application = RabbitApplication.start(List.of(Blocks.class), all)) {
			try {
				Observation seen = scene.play(application, trouble);
				assertThat(application.failed()).isEmpty();
				return seen;
			}
			finally {
				trouble.end(application);
			}
		}
	}

	private static String[] throughProxy() {
		return new String[] { "spring.rabbitmq.host=localhost", "spring.rabbitmq.port=" + proxy.port() };
	}

	private CompletableFuture<CorrelationData.Confirm> send(RabbitApplication application, String text) {
		CorrelationData confirm = new CorrelationData();
		application.template().send("", this.queue, new Message(text.getBytes(StandardCharsets.UTF_8)), confirm);
		return confirm.getFuture();
	}

	private String watch(RabbitApplication application) {
		return withoutThread(this.watch.watch(() -> send(application, "watched"), RabbitProduceFidelityTests::tell));
	}

	/**
	 * A confirm may be there before anybody looks, who then is told in a thread of his
	 * own.
	 */
	private static String withoutThread(String seen) {
		return seen.replaceFirst(" on (the caller's thread|a thread `[^`]*`):", ":");
	}

	/**
	 * Tell a confirm without the text of its cause: it is that of the thread of Spring's
	 * that is first to find out.
	 */
	private static String tell(CorrelationData.Confirm confirm) {
		return (confirm.ack() ? "ack" : "nack") + ((confirm.reason() != null) ? " with a cause" : "");
	}

	/**
	 * What the application hears of its connection.
	 */
	static class Blocks {

		private final Queue<String> events = new ConcurrentLinkedQueue<>();

		@EventListener
		void blocked(ConnectionBlockedEvent event) {
			this.events.add("ConnectionBlockedEvent with reason " + event.getReason());
		}

		@EventListener
		void unblocked(ConnectionUnblockedEvent event) {
			this.events.add("ConnectionUnblockedEvent");
		}

	}

	/**
	 * What an application does around a trouble, and sees.
	 */
	@FunctionalInterface
	private interface Scene {

		Observation play(RabbitApplication application, Trouble trouble);

	}

}
