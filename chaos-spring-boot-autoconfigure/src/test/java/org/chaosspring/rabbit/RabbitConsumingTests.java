package org.chaosspring.rabbit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.rabbitmq.client.Channel;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.rabbit.RabbitListening.Plain;
import org.chaosspring.rabbit.RabbitListening.Received;
import org.chaosspring.rabbit.RabbitQueues.Taken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.transaction.RabbitTransactionManager;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for chaos on the way from RabbitMQ together with what applications put around
 * their listeners.
 */
@NeedsRabbitMq
class RabbitConsumingTests {

	private String queue;

	private String deadLetters;

	private RabbitApplication application;

	@AfterEach
	void stop() {
		assertThat(this.application.failed()).isEmpty();
		this.application.close();
	}

	private void start(Class<?> configuration, String... properties) {
		startOn("classic", configuration, properties);
	}

	private void startOn(String queueType, Class<?> configuration, String... properties) {
		this.deadLetters = RabbitQueues.declare("dead-letters");
		this.queue = RabbitQueues.declare("consuming", Map.of("x-queue-type", queueType, "x-dead-letter-exchange", "",
				"x-dead-letter-routing-key", this.deadLetters));
		this.application = RabbitApplication.startOn(this.queue, List.of(configuration), properties);
	}

	private Received received() {
		return this.application.bean(Received.class);
	}

	private void awaitReceived(int count) {
		await().untilAsserted(() -> assertThat(received().texts()).hasSize(count));
	}

	private void awaitSettled() {
		await().until(() -> RabbitQueues.ready(this.queue) == 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "classic", "quorum" })
	void aDuplicateThatIsRejectedIsDeadLetteredOnce(String queueType) {
		startOn(queueType, RejectingDuplicates.class);
		this.application.always("duplication", Map.of());
		RabbitQueues.publish(this.queue, "one");
		await().until(() -> RabbitQueues.ready(this.deadLetters) == 1);
		assertThat(received().texts()).containsExactly("one", "one");
		assertThat(RabbitQueues.drain(this.deadLetters)).singleElement().satisfies((taken) -> {
			assertThat(taken.text()).isEqualTo("one");
			assertThat(taken.header("x-first-death-reason")).isEqualTo("rejected");
		});
	}

	@Test
	void aDamagedMessageFailsConversionAndIsDeadLetteredUndamaged() {
		start(Typed.class);
		this.application.always("corruption", Map.of("mode", "truncate"), "listener");
		this.application.bean("jsonTemplate", RabbitTemplate.class).convertAndSend("", this.queue, Map.of("a", 1));
		await().until(() -> RabbitQueues.ready(this.deadLetters) == 1);
		assertThat(received().texts()).isEmpty();
		Taken dead = RabbitQueues.drain(this.deadLetters).get(0);
		assertThat(dead.text()).isEqualTo("{\"a\":1}");
		assertThat(dead.mark()).isNull();
	}

	@Test
	void aLostMessageReachesNeitherListenerNorDeadLetters() {
		start(Plain.class);
		this.application.container("listener").start();
		this.application.always("message-loss", Map.of());
		RabbitQueues.publish(this.queue, "lost");
		await().until(() -> this.application.injected().size() == 1);
		awaitSettled();
		assertThat(received().texts()).isEmpty();
		assertThat(RabbitQueues.ready(this.deadLetters)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "simple", "direct" })
	void retriesSeeOneDeliveryOfEachCopy(String container) {
		start(FailingOnce.class, "spring.rabbitmq.listener.type=" + container,
				"spring.rabbitmq.listener." + container + ".retry.enabled=true",
				"spring.rabbitmq.listener." + container + ".retry.initial-interval=1ms");
		this.application.always("duplication", Map.of(), "listener");
		RabbitQueues.publish(this.queue, "one");
		awaitReceived(3);
		assertThat(received().redelivered()).containsExactly(false, false, true);
		awaitSettled();
		assertThat(this.application.injected()).hasSize(1);
	}

	@Test
	void adviceOfTheApplicationStaysInOrderAndSeesWhatTheListenerSees() {
		start(Advised.class);
		this.application.always("corruption", Map.of("mode", "empty"), "listener");
		RabbitQueues.publish(this.queue, "one");
		awaitReceived(1);
		assertThat(this.application.bean(Steps.class).steps).containsExactly("customized listener", "outer", "inner");
		assertThat(received().texts()).containsExactly("");
	}

	@ParameterizedTest
	@ValueSource(strings = { "simpleContainer", "directContainer" })
	void handMadeContainersAreCaughtUnderTheirBeanName(String container) {
		start(HandMade.class);
		this.application.always("duplication", Map.of(), container);
		this.application.bean(container, Lifecycle.class).start();
		RabbitQueues.publish(this.queue, "one", "two");
		awaitReceived(4);
		assertThat(this.application.injected()).extracting((fault) -> fault.point().toString())
			.containsOnly("rabbit:consume:" + container);
		awaitSettled();
	}

	@Test
	void aTransactedListenerSendsAndAcknowledgesAsOne() {
		start(Transacted.class);
		String replies = RabbitQueues.declare("replies");
		this.application.bean(Transacted.class).replyTo = replies;
		this.application.always("network-delay", Map.of("delay", "1h"), "transactedTemplate");
		this.application.container("listener").start();
		RabbitQueues.publish(this.queue, "fails at first");
		await().until(() -> RabbitQueues.ready(replies) == 1);
		awaitSettled();
		assertThat(received().texts()).containsExactly("fails at first", "fails at first");
		assertThat(this.application.injected()).extracting((fault) -> fault.point().toString())
			.containsOnly("rabbit:produce:transactedTemplate");
		assertThat(this.application.chaos().held()).isZero();
	}

	@Test
	void aListenerUnderATransactionManagerSendsAndAcknowledgesAsOne() {
		start(Managed.class);
		String replies = RabbitQueues.declare("replies");
		this.application.bean(Transacted.class).replyTo = replies;
		this.application.always("duplication", Map.of(), "transactedTemplate");
		this.application.container("listener").start();
		RabbitQueues.publish(this.queue, "fails at first");
		await().until(() -> RabbitQueues.ready(replies) == 2);
		awaitSettled();
		assertThat(received().texts()).containsExactly("fails at first", "fails at first");
	}

	@Test
	void copiesOfATransactedListenerAreRolledBackAndCommittedWithIt() {
		start(Transacted.class);
		String replies = RabbitQueues.declare("replies");
		this.application.bean(Transacted.class).replyTo = replies;
		this.application.always("duplication", Map.of(), "listener");
		RabbitQueues.publish(this.queue, "one", "two");
		this.application.container("listener").start();
		// The broker hears the worst of the two answers, and sends the first again.
		awaitReceived(6);
		assertThat(received().texts()).containsExactlyInAnyOrder("one", "one", "two", "two", "one", "one");
		awaitSettled();
		this.application.close();
		assertThat(RabbitQueues.ready(this.queue)).isZero();
		this.application = RabbitApplication.start(List.of());
	}

	@Test
	void aTransactedListenerLosesOnlyWhatItMay() {
		start(Plain.class, "spring.rabbitmq.listener.simple.acknowledge-mode=auto");
		SimpleMessageListenerContainer container = (SimpleMessageListenerContainer) this.application
			.container("listener");
		container.setChannelTransacted(true);
		container.start();
		this.application.always("message-loss", Map.of(), "listener");
		RabbitQueues.publish(this.queue, "kept");
		awaitReceived(1);
		assertThat(this.application.injected()).isEmpty();
		this.application.always("message-loss", Map.of("allow-in-transactions", true), "listener");
		RabbitQueues.publish(this.queue, "lost");
		await().until(() -> this.application.injected().size() == 1);
		this.application.chaos().disable();
		RabbitQueues.publish(this.queue, "after");
		awaitReceived(2);
		assertThat(received().texts()).containsExactly("kept", "after");
		awaitSettled();
		container.stop();
		assertThat(RabbitQueues.ready(this.queue)).isZero();
	}

	@Test
	void acknowledgingSeveralAtOnceLeavesWhatWasNotDeliveredYet() {
		start(Withholding.class, "spring.rabbitmq.listener.simple.acknowledge-mode=manual");
		RabbitQueues.publish(this.queue, numbers(10).toArray(String[]::new));
		this.application.always("reordering", Map.of("window", 5, "max-hold", "1h"), "listener");
		this.application.container("listener").start();
		awaitReceived(10);
		Withholding listener = this.application.bean(Withholding.class);
		List<String> texts = received().texts();
		await().ignoreExceptions().until(() -> {
			listener.acknowledgeUpTo(3);
			return true;
		});
		this.application.container("listener").stop();
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactlyInAnyOrderElementsOf(texts.subList(4, 10));
	}

	@Test
	void afterARestartOfTheConnectionTheListenerGoesOn() {
		start(Plain.class);
		this.application.container("listener").start();
		RabbitQueues.publish(this.queue, "before");
		awaitReceived(1);
		this.application.always("service-restart", Map.of("downtime", "10ms"), "rabbitTemplate");
		this.application.template().convertAndSend("", this.queue, "sent by a restarted client");
		awaitReceived(2);
		assertThat(this.application.injected()).extracting(FaultInjected::behavior).containsExactly("service-restart");
		awaitSettled();
	}

	private static List<String> numbers(int count) {
		return IntStream.range(0, count).mapToObj(Integer::toString).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class RejectingDuplicates {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}")
		void listen(Message message) {
			this.received.add(message);
			if (message.getMessageProperties().isRedelivered()) {
				throw new AmqpRejectAndDontRequeueException("seen before");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Typed {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}")
		void listen(Map<String, Integer> value, Message message) {
			this.received.add(message);
		}

		@Bean
		JacksonJsonMessageConverter converter() {
			return new JacksonJsonMessageConverter();
		}

		@Bean
		RabbitTemplate jsonTemplate(ConnectionFactory factory, JacksonJsonMessageConverter converter) {
			RabbitTemplate template = new RabbitTemplate(factory);
			template.setMessageConverter(converter);
			return template;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class FailingOnce {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}")
		void listen(Message message) {
			this.received.add(message);
			if (this.received.messages().size() == 1) {
				throw new IllegalStateException("try again");
			}
		}

	}

	static final class Steps {

		private final Queue<String> steps = new ConcurrentLinkedQueue<>();

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Received.class, Steps.class })
	static class Advised {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}", containerFactory = "advisedFactory")
		void listen(Message message) {
			this.received.add(message);
		}

		@Bean
		static SimpleRabbitListenerContainerFactory advisedFactory(ConnectionFactory connectionFactory, Steps steps) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			factory.setAdviceChain(step(steps, "outer"), step(steps, "inner"));
			ContainerCustomizer<SimpleMessageListenerContainer> customizer = (container) -> container
				.setAfterReceivePostProcessors((message) -> {
					steps.steps.add("customized " + container.getListenerId());
					return message;
				});
			factory.setContainerCustomizer(customizer);
			return factory;
		}

		private static Advice step(Steps steps, String name) {
			return (MethodInterceptor) (invocation) -> {
				steps.steps.add(name);
				return invocation.proceed();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class HandMade {

		@Bean
		SimpleMessageListenerContainer simpleContainer(ConnectionFactory factory, Received received,
				@Value("${queue}") String queue) {
			SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(factory);
			container.setQueueNames(queue);
			container.setAutoStartup(false);
			container.setMessageListener((MessageListener) received::add);
			return container;
		}

		@Bean
		DirectMessageListenerContainer directContainer(ConnectionFactory factory, Received received,
				@Value("${queue}") String queue) {
			DirectMessageListenerContainer container = new DirectMessageListenerContainer(factory);
			container.setQueueNames(queue);
			container.setAutoStartup(false);
			container.setMessageListener(received::add);
			return container;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Transacted {

		@Autowired
		private Received received;

		@Autowired
		private RabbitTemplate transactedTemplate;

		private final AtomicInteger calls = new AtomicInteger();

		private volatile String replyTo = "";

		@RabbitListener(id = "listener", queues = "${queue}", containerFactory = "transactedFactory",
				autoStartup = "false")
		void listen(Message message) {
			this.received.add(message);
			this.transactedTemplate.convertAndSend("", this.replyTo, "reply");
			if (this.calls.getAndIncrement() == 0) {
				throw new IllegalStateException("roll back");
			}
		}

		@Bean
		static RabbitTemplate transactedTemplate(ConnectionFactory factory) {
			RabbitTemplate template = new RabbitTemplate(factory);
			template.setChannelTransacted(true);
			return template;
		}

		@Bean
		static SimpleRabbitListenerContainerFactory transactedFactory(ConnectionFactory connectionFactory,
				ObjectProvider<RabbitTransactionManager> manager) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			factory.setChannelTransacted(true);
			factory.setAcknowledgeMode(AcknowledgeMode.AUTO);
			manager.ifAvailable(factory::setTransactionManager);
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Transacted.class)
	static class Managed {

		@Bean
		RabbitTransactionManager transactionManager(ConnectionFactory factory) {
			return new RabbitTransactionManager(factory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Withholding {

		@Autowired
		private Received received;

		private volatile Channel channel;

		@RabbitListener(id = "listener", queues = "${queue}", autoStartup = "false")
		void listen(Message message, Channel ofMessage) {
			this.received.add(message);
			this.channel = ofMessage;
		}

		void acknowledgeUpTo(int index) throws IOException {
			this.channel.basicAck(this.received.messages().get(index).getMessageProperties().getDeliveryTag(), true);
		}

	}

}
