package org.chaosspring.rabbit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.fidelity.Causes;
import org.chaosspring.rabbit.RabbitListening.Acknowledging;
import org.chaosspring.rabbit.RabbitListening.Batch;
import org.chaosspring.rabbit.RabbitListening.Plain;
import org.chaosspring.rabbit.RabbitListening.Received;
import org.chaosspring.rabbit.RabbitQueues.Taken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.batch.SimpleBatchingStrategy;
import org.springframework.amqp.rabbit.config.RetryInterceptorBuilder;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.BatchingRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.adapter.MessageListenerAdapter;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.amqp.rabbit.listener.api.RabbitListenerErrorHandler;
import org.springframework.amqp.rabbit.retry.RejectAndDontRequeueRecoverer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that listeners fail as if their own code did, with what containers, brokers and
 * applications make of it.
 */
@NeedsRabbitMq
class RabbitListenerErrorTests {

	private static final String REQUEUED = "org.springframework.amqp.rabbit.support.ListenerExecutionFailedException"
			+ " ← org.springframework.amqp.AmqpException";

	private static final String REJECTED = "org.springframework.amqp.rabbit.support.ListenerExecutionFailedException"
			+ " ← org.springframework.amqp.AmqpRejectAndDontRequeueException";

	private String queue;

	private String deadLetters;

	private RabbitApplication application;

	@AfterEach
	void stopWithAllSettled() {
		assertThat(this.application.failed()).isEmpty();
		this.application.close();
		assertThat(RabbitQueues.drainTexts(this.queue)).as("left in the queue").isEmpty();
	}

	private void start(Class<?> configuration, String... properties) {
		this.deadLetters = RabbitQueues.declare("dead-letters");
		this.queue = RabbitQueues.declare("listener-error",
				Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", this.deadLetters));
		this.application = RabbitApplication.startOn(this.queue, List.of(configuration), properties);
	}

	private void startContainer(Class<?> configuration, String container, String mode, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("spring.rabbitmq.listener.type=" + container);
		all.add("spring.rabbitmq.listener." + container + ".acknowledge-mode=" + mode);
		start(configuration, all.toArray(String[]::new));
		this.application.container("listener").start();
	}

	private void fail(String exception, String... targets) {
		this.application.always("error", Map.of("exception", exception),
				(targets.length == 0) ? new String[] { "listener" } : targets);
	}

	private Received received() {
		return this.application.bean(Received.class);
	}

	private void awaitReceived(String... texts) {
		await().untilAsserted(() -> assertThat(received().texts()).containsExactlyInAnyOrder(texts));
	}

	private void assertDeadLettered(String... texts) {
		await().untilAsserted(() -> assertThat(RabbitQueues.ready(this.deadLetters)).isEqualTo(texts.length));
		List<Taken> dead = RabbitQueues.drain(this.deadLetters);
		assertThat(dead).extracting(Taken::text).containsExactlyInAnyOrder(texts);
		assertThat(dead).extracting((taken) -> taken.header("x-first-death-reason")).containsOnly("rejected");
	}

	@ParameterizedTest
	@CsvSource({ "simple, listener-requeue", "simple, typical", "direct, listener-requeue" })
	void aMessageWhoseListenerFailsComesAgain(String container, String exception) {
		startContainer(Plain.class, container, "auto");
		fail(exception);
		RabbitQueues.publish(this.queue, "one", "two", "three");
		awaitReceived("one", "two", "three");
		assertThat(received().redelivered()).containsOnly(true);
		assertThat(this.application.injected()).hasSize(3).extracting(FaultInjected::behavior).containsOnly("error");
		await().until(() -> RabbitQueues.ready(this.queue) == 0);
		assertThat(RabbitQueues.ready(this.deadLetters)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "simple", "direct" })
	void aMessageThatItsListenerRejectsIsDeadLettered(String container) {
		startContainer(Plain.class, container, "auto");
		fail("reject");
		RabbitQueues.publish(this.queue, "one", "two", "three");
		assertDeadLettered("one", "two", "three");
		assertThat(received().texts()).isEmpty();
		assertThat(this.application.injected()).hasSize(3);
	}

	@ParameterizedTest
	@CsvSource({ "simple, listener-requeue", "direct, reject" })
	void aMessageThatIsAcknowledgedWhenItIsSentIsGone(String container, String exception) {
		startContainer(Plain.class, container, "none");
		fail(exception);
		RabbitQueues.publish(this.queue, "gone");
		await().until(() -> this.application.injected().size() == 1);
		this.application.impose("flood", Map.of("groups", "nobody"));
		RabbitQueues.publish(this.queue, "after");
		await().until(() -> received().texts().contains("after"));
		assertThat(RabbitQueues.ready(this.deadLetters)).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "simple, listener-requeue", "direct, reject" })
	void aMessageThatTheListenerWouldAcknowledgeStaysOpenUntilTheContainerStops(String container, String exception) {
		startContainer(Acknowledging.class, container, "manual");
		fail(exception);
		RabbitQueues.publish(this.queue, "one");
		await().until(() -> this.application.injected().size() == 1);
		this.application.container("listener").stop();
		await().until(() -> RabbitQueues.ready(this.queue) == 1);
		assertThat(received().texts()).isEmpty();
		this.application.chaos().disable();
		this.application.container("listener").start();
		awaitReceived("one");
		assertThat(received().redelivered()).containsExactly(true);
		await().until(() -> RabbitQueues.ready(this.queue) == 0);
	}

	@Test
	void aBatchFailsAsAWhole() {
		start(Batch.class, "spring.rabbitmq.listener.simple.consumer-batch-enabled=true",
				"spring.rabbitmq.listener.simple.batch-size=3");
		RabbitQueues.publish(this.queue, "one", "two", "three");
		fail("listener-requeue");
		this.application.container("listener").start();
		awaitReceived("one", "two", "three");
		assertThat(received().redelivered()).containsOnly(true);
		fail("reject");
		RabbitQueues.publish(this.queue, "four", "five", "six");
		assertDeadLettered("four", "five", "six");
	}

	@Test
	void aBatchThatIsTakenApartIsDeadLetteredWhole() {
		startContainer(Batching.class, "simple", "auto");
		fail("reject");
		RabbitTemplate template = this.application.bean("batchingTemplate", RabbitTemplate.class);
		template.convertAndSend("", this.queue, "one");
		template.convertAndSend("", this.queue, "two");
		await().until(() -> RabbitQueues.ready(this.deadLetters) == 1);
		assertThat(received().texts()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "simple", "direct" })
	void aRetryOfTheApplicationSucceeds(String container) {
		startContainer(Plain.class, container, "auto", retries(container));
		fail("listener-requeue");
		RabbitQueues.publish(this.queue, "one", "two");
		awaitReceived("one", "two");
		assertThat(received().redelivered()).containsOnly(false);
		assertThat(this.application.injected()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "simple", "direct" })
	void everyRetryOfARejectedMessageFails(String container) {
		startContainer(Plain.class, container, "auto", retries(container));
		fail("reject");
		RabbitQueues.publish(this.queue, "one", "two");
		assertDeadLettered("one", "two");
		assertThat(received().texts()).isEmpty();
		assertThat(this.application.injected()).hasSize(2);
	}

	private static String[] retries(String container) {
		return new String[] { "spring.rabbitmq.listener." + container + ".retry.enabled=true",
				"spring.rabbitmq.listener." + container + ".retry.initial-interval=1ms" };
	}

	@Test
	void adviceAndErrorHandlersSeeTheListenerFail() {
		start(Watched.class);
		Seen seen = this.application.bean(Seen.class);
		fail("listener-requeue");
		RabbitQueues.publish(this.queue, "one");
		awaitReceived("one");
		assertThat(seen.failures).containsExactly("method " + REQUEUED, "inside of retries " + REQUEUED);
		fail("reject");
		RabbitQueues.publish(this.queue, "two");
		assertDeadLettered("two");
		assertThat(seen.count("method " + REJECTED)).isEqualTo(3);
		assertThat(seen.failures).filteredOn((failure) -> failure.startsWith("around retries "))
			.singleElement()
			.asString()
			.contains("AmqpRejectAndDontRequeueException");
		assertThat(seen.failures).filteredOn((failure) -> failure.startsWith("container ")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "channelAware", "adapter" })
	void listenersOfEveryKindFail(String container) {
		start(HandMade.class);
		fail("listener-requeue", container);
		this.application.bean(container, Lifecycle.class).start();
		RabbitQueues.publish(this.queue, "one");
		await().untilAsserted(() -> assertThat(received().redelivered()).containsExactly(true));
		assertThat(this.application.injected()).hasSize(1);
	}

	@Test
	void whatIsDueWhenChaosIsSwitchedOffDoesNotHappen() {
		start(Slow.class);
		Slow slow = this.application.bean(Slow.class);
		RabbitQueues.publish(this.queue, numbers());
		await().until(() -> received().texts().size() == 1);
		fail("reject");
		RabbitQueues.publish(this.queue, "due");
		await().until(() -> this.application.injected().size() == 1);
		this.application.chaos().disable();
		slow.mayGoOn.countDown();
		await().until(() -> received().texts().contains("due"));
		assertThat(received().redelivered()).containsOnly(false);
		assertThat(RabbitQueues.ready(this.deadLetters)).isZero();
	}

	private static String[] numbers() {
		return IntStream.range(0, 5).mapToObj(Integer::toString).toArray(String[]::new);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Plain.class)
	static class Batching {

		@Bean
		static RabbitTemplate rabbitTemplate(ConnectionFactory factory) {
			return new RabbitTemplate(factory);
		}

		@Bean(defaultCandidate = false)
		static BatchingRabbitTemplate batchingTemplate(ConnectionFactory factory) {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.initialize();
			BatchingRabbitTemplate template = new BatchingRabbitTemplate(new SimpleBatchingStrategy(2, 10_000, 60_000),
					scheduler);
			template.setConnectionFactory(factory);
			return template;
		}

	}

	static final class Seen {

		private final Queue<String> failures = new ConcurrentLinkedQueue<>();

		private void add(String place, Throwable failure) {
			this.failures.add(place + " " + Causes.of(failure));
		}

		private long count(String failure) {
			return this.failures.stream().filter(failure::equals).count();
		}

	}

	/**
	 * Sees failures wherever an application can.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import({ Received.class, Seen.class })
	static class Watched {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}", containerFactory = "watchedFactory",
				errorHandler = "watchingErrorHandler")
		void listen(Message message) {
			this.received.add(message);
		}

		@Bean
		static RabbitListenerErrorHandler watchingErrorHandler(Seen seen) {
			return (message, channel, converted, failure) -> {
				seen.add("method", failure);
				throw failure;
			};
		}

		@Bean
		static SimpleRabbitListenerContainerFactory watchedFactory(ConnectionFactory connectionFactory, Seen seen) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			factory.setAdviceChain(watching("around retries", seen),
					RetryInterceptorBuilder.stateless()
						.configureRetryPolicy((policy) -> policy.maxRetries(2).delay(Duration.ZERO))
						.recoverer(new RejectAndDontRequeueRecoverer())
						.build(),
					watching("inside of retries", seen));
			factory.setErrorHandler((failure) -> seen.add("container", failure));
			return factory;
		}

		private static Advice watching(String place, Seen seen) {
			return (MethodInterceptor) (invocation) -> {
				try {
					return invocation.proceed();
				}
				catch (Exception ex) {
					seen.add(place, ex);
					throw ex;
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class HandMade {

		@Bean
		SimpleMessageListenerContainer plain(ConnectionFactory factory, Received received,
				@Value("${queue}") String queue) {
			return listening(new SimpleMessageListenerContainer(factory), queue, received::add);
		}

		@Bean
		DirectMessageListenerContainer channelAware(ConnectionFactory factory, Received received,
				@Value("${queue}") String queue) {
			return listening(new DirectMessageListenerContainer(factory), queue,
					(ChannelAwareMessageListener) (message, channel) -> received.add(message));
		}

		@Bean
		SimpleMessageListenerContainer adapter(ConnectionFactory factory, Received received,
				@Value("${queue}") String queue) {
			MessageListenerAdapter adapter = new MessageListenerAdapter((MessageListener) received::add);
			return listening(new SimpleMessageListenerContainer(factory), queue, adapter);
		}

		private static <C extends AbstractMessageListenerContainer> C listening(C container, String queue,
				MessageListener listener) {
			container.setQueueNames(queue);
			container.setAutoStartup(false);
			container.setMessageListener(listener);
			return container;
		}

	}

	/**
	 * Holds the first message until it may go on.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Slow {

		@Autowired
		private Received received;

		private final CountDownLatch mayGoOn = new CountDownLatch(1);

		@RabbitListener(id = "listener", queues = "${queue}")
		void listen(Message message) throws InterruptedException {
			this.received.add(message);
			this.mayGoOn.await();
		}

	}

}
