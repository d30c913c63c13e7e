package org.chaosspring.rabbit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import org.chaosspring.rabbit.RabbitListening.Plain;
import org.chaosspring.rabbit.RabbitListening.Received;
import org.chaosspring.rabbit.RabbitQueues.Taken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.RetryInterceptorBuilder;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.retry.RejectAndDontRequeueRecoverer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a listener that chaos has fail meets what the application has set up for
 * listeners that fail by themselves.
 */
@NeedsRabbitMq
class RabbitListenerSettingsTests {

	private String queue;

	private String deadLetters;

	private String replies;

	private RabbitApplication application;

	private void start(Class<?> configuration, String... properties) {
		this.deadLetters = RabbitQueues.declare("dead-letters");
		this.replies = RabbitQueues.declare("replies");
		this.queue = RabbitQueues.declare("listener-settings",
				Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", this.deadLetters));
		String[] all = Stream
			.concat(Stream.of("queue=" + this.queue, "replies=" + this.replies), Arrays.stream(properties))
			.toArray(String[]::new);
		this.application = RabbitApplication.start(List.of(configuration), all);
	}

	@AfterEach
	void stopWithAllSettled() {
		assertThat(this.application.failed()).isEmpty();
		this.application.close();
		assertThat(RabbitQueues.ready(this.queue)).as("left in the queue").isZero();
	}

	private void fail(String exception) {
		this.application.always("error", Map.of("exception", exception), "listener");
	}

	private Received received() {
		return this.application.bean(Received.class);
	}

	private void listen() {
		this.application.container("listener").start();
	}

	private void assertReceived(String... texts) {
		await().untilAsserted(() -> assertThat(received().texts()).containsExactly(texts));
	}

	private void assertDeadLettered(String... texts) {
		await().untilAsserted(() -> assertThat(RabbitQueues.ready(this.deadLetters)).isEqualTo(texts.length));
		assertThat(RabbitQueues.drainTexts(this.deadLetters)).containsExactly(texts);
	}

	@Test
	void aBatchThatIsAcknowledgedWhenItIsSentIsGone() {
		start(BatchWithoutAnswers.class);
		RabbitQueues.publish(this.queue, "one", "two", "three");
		fail("listener-requeue");
		listen();
		Queue<Throwable> failures = this.application.bean(Failures.class).all();
		await().until(() -> failures.size() == 1);
		assertThat(failures.peek()).hasCauseInstanceOf(AmqpException.class);
		assertThat(this.application.injected()).hasSize(3);
		this.application.chaos().disable();
		RabbitQueues.publish(this.queue, "four", "five", "six");
		assertReceived("four", "five", "six");
		assertThat(failures).hasSize(1);
		assertThat(RabbitQueues.ready(this.deadLetters)).isZero();
	}

	@Test
	void aStatefulRetryGoesOnWithTheMessageThatComesAgain() {
		start(Stateful.class);
		fail("listener-requeue");
		listen();
		RabbitQueues.publish(this.queue, "one");
		assertReceived("one");
		assertThat(received().redelivered()).containsExactly(true);
		assertThat(this.application.injected()).hasSize(1);
		assertThat(RabbitQueues.ready(this.deadLetters)).isZero();
	}

	@Test
	void aStatefulRetryCountsAFailureByChaosAmongTheOthers() {
		start(Stateful.class);
		Stateful stateful = this.application.bean(Stateful.class);
		stateful.failing = true;
		fail("listener-requeue");
		listen();
		RabbitQueues.publish(this.queue, "one");
		assertDeadLettered("one");
		assertThat(received().redelivered()).as("attempts that reached the method").containsExactly(true, true);
		assertThat(this.application.injected()).hasSize(1);
	}

	@Test
	void aStatefulRetryTakesADuplicateForTheMessageComingAgain() {
		start(Stateful.class);
		this.application.always("duplication", Map.of(), "listener");
		listen();
		RabbitQueues.publish(this.queue, "one", "two");
		assertReceived("one", "one", "two", "two");
		assertThat(received().redelivered()).containsExactly(false, true, false, true);
		assertThat(RabbitQueues.ready(this.deadLetters)).isZero();
	}

	@Test
	void aListenerThatReturnsExceptionsReturnsTheOneOfChaos() {
		start(Replying.class);
		fail("listener-requeue");
		listen();
		this.application.template().convertAndSend("", this.queue, "request", (message) -> {
			message.getMessageProperties().setReplyTo(this.replies);
			return message;
		});
		await().until(() -> RabbitQueues.ready(this.replies) == 1);
		Taken reply = RabbitQueues.drain(this.replies).get(0);
		assertThat(reply.properties().getContentType()).isEqualTo("application/x-java-serialized-object");
		assertThat(reply.text()).contains("RemoteInvocationResult", AmqpException.class.getName());
		assertThat(received().texts()).isEmpty();
		assertThat(RabbitQueues.ready(this.deadLetters)).isZero();
	}

	@Test
	void aTransactionIsRolledBackAndItsMessageComesAgain() {
		start(Transacted.class);
		fail("listener-requeue");
		listen();
		RabbitQueues.publish(this.queue, "one");
		assertReceived("one");
		assertThat(received().redelivered()).containsExactly(true);
		await().until(() -> RabbitQueues.ready(this.replies) == 1);
		fail("reject");
		RabbitQueues.publish(this.queue, "two");
		assertDeadLettered("two");
		assertThat(RabbitQueues.drainTexts(this.replies)).containsExactly("one");
	}

	@Test
	void whatIsNotRequeuedByDefaultIsDeadLettered() {
		start(Plain.class, "spring.rabbitmq.listener.simple.default-requeue-rejected=false");
		fail("listener-requeue");
		listen();
		RabbitQueues.publish(this.queue, "one", "two");
		assertDeadLettered("one", "two");
		assertThat(received().texts()).isEmpty();
	}

	@Test
	void whatIsHeldIsNotLostWhenTheThreadOfTheListenerIsInterrupted() {
		start(Threads.class);
		listen();
		RabbitQueues.publish(this.queue, "before");
		Queue<Thread> threads = this.application.bean(Threads.class).threads;
		await().until(() -> threads.size() == 1);
		this.application.always("network-delay", Map.of("delay", "10m"), "listener");
		RabbitQueues.publish(this.queue, "one", "two", "three");
		await().until(() -> this.application.chaos().held() == 3);
		threads.remove().interrupt();
		await().until(() -> !this.application.container("listener").isRunning());
		await().until(() -> this.application.chaos().held() == 0);
		this.application.chaos().disable();
		listen();
		await().untilAsserted(
				() -> assertThat(received().texts()).containsExactlyInAnyOrder("before", "one", "two", "three"));
	}

	private static SimpleRabbitListenerContainerFactory factoryFor(ConnectionFactory connectionFactory) {
		SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
		factory.setConnectionFactory(connectionFactory);
		factory.setReceiveTimeout(100L);
		return factory;
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class BatchWithoutAnswers {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}", autoStartup = "false", containerFactory = "batchFactory")
		void listen(List<Message> messages) {
			messages.forEach(this.received::add);
		}

		@Bean
		static Failures failures() {
			return new Failures(new ConcurrentLinkedQueue<>());
		}

		@Bean
		static SimpleRabbitListenerContainerFactory batchFactory(ConnectionFactory connectionFactory,
				Failures failures) {
			SimpleRabbitListenerContainerFactory factory = factoryFor(connectionFactory);
			factory.setBatchListener(true);
			factory.setConsumerBatchEnabled(true);
			factory.setBatchSize(3);
			factory.setReceiveTimeout(10_000L);
			factory.setAcknowledgeMode(AcknowledgeMode.NONE);
			factory.setErrorHandler(failures.all()::add);
			return factory;
		}

	}

	/**
	 * What a container hears of.
	 */
	record Failures(Queue<Throwable> all) {

	}

	/**
	 * Tries three times, each time with the message as the broker sends it again.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Stateful {

		@Autowired
		private Received received;

		private volatile boolean failing;

		@RabbitListener(id = "listener", queues = "${queue}", autoStartup = "false",
				containerFactory = "statefulFactory")
		void listen(Message message) {
			this.received.add(message);
			if (this.failing) {
				throw new IllegalStateException("The application fails by itself");
			}
		}

		@Bean
		static SimpleRabbitListenerContainerFactory statefulFactory(ConnectionFactory connectionFactory) {
			SimpleRabbitListenerContainerFactory factory = factoryFor(connectionFactory);
			factory.setAdviceChain(RetryInterceptorBuilder.stateful()
				.configureRetryPolicy((policy) -> policy.maxRetries(2).delay(Duration.ZERO))
				.recoverer(new RejectAndDontRequeueRecoverer())
				.build());
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Replying {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}", autoStartup = "false", returnExceptions = "true")
		String listen(Message message) {
			this.received.add(message);
			return "reply";
		}

	}

	/**
	 * Sends each message on within the transaction of the listener.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Transacted {

		@Autowired
		private Received received;

		@Autowired
		private RabbitTemplate template;

		@Value("${replies}")
		private String next;

		@RabbitListener(id = "listener", queues = "${queue}", autoStartup = "false",
				containerFactory = "transactedFactory")
		void listen(Message message) {
			this.received.add(message);
			this.template.send("", this.next, message);
		}

		@Bean
		static RabbitTemplate rabbitTemplate(ConnectionFactory factory) {
			RabbitTemplate template = new RabbitTemplate(factory);
			template.setChannelTransacted(true);
			return template;
		}

		@Bean
		static SimpleRabbitListenerContainerFactory transactedFactory(ConnectionFactory connectionFactory) {
			SimpleRabbitListenerContainerFactory factory = factoryFor(connectionFactory);
			factory.setChannelTransacted(true);
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Threads {

		@Autowired
		private Received received;

		private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

		@RabbitListener(id = "listener", queues = "${queue}", autoStartup = "false")
		void listen(Message message) {
			this.received.add(message);
			this.threads.add(Thread.currentThread());
		}

	}

}
