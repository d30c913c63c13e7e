package org.chaosspring.rabbit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.rabbit.RabbitListening.Plain;
import org.chaosspring.rabbit.RabbitListening.Received;
import org.chaosspring.rabbit.RabbitQueues.Taken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.amqp.core.AmqpReplyTimeoutException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.RabbitConverterFuture;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.batch.SimpleBatchingStrategy;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.BatchingRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitMessagingTemplate;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.amqp.support.converter.MessageConversionException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.InfrastructureProxy;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for chaos in everything that sends to RabbitMQ besides a plain send.
 */
@NeedsRabbitMq
class RabbitTemplateTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration IMPATIENCE = Duration.ofMillis(500);

	private String queue;

	private RabbitApplication application;

	@BeforeEach
	void declareQueue() {
		this.queue = RabbitQueues.declare("template");
	}

	@AfterEach
	void stop() {
		this.application.chaos().disable();
		assertThat(this.application.failed()).isEmpty();
		assertThat(this.application.chaos().held()).isZero();
		this.application.close();
	}

	private void start(Class<?> configuration, String... properties) {
		this.application = RabbitApplication.startOn(this.queue, List.of(configuration), properties);
	}

	private void awaitReady(int count) {
		await().until(() -> RabbitQueues.ready(this.queue) == count);
	}

	@ParameterizedTest
	@ValueSource(strings = { "network-delay", "reordering", "duplication", "message-loss" })
	void allMessagesOfAnInvocationWithSimpleConfirmsAreAcknowledgedUnderTheirOwnNumbers(String behavior) {
		start(Sending.class, "spring.rabbitmq.publisher-confirm-type=simple");
		RabbitTemplate template = this.application.template();
		// A channel that was in use before does not count from one.
		template.convertAndSend(this.queue, "before");
		this.application.always(behavior, switch (behavior) {
			case "network-delay" -> Map.of("delay", "20ms", "max-delay", "60ms", "keep-order", false);
			case "reordering" -> Map.of("window", 4, "max-hold", "100ms");
			default -> Map.of();
		});
		List<Message> sent = new ArrayList<>();
		Queue<Acknowledgment> acknowledged = new ConcurrentLinkedQueue<>();
		Queue<Long> refused = new ConcurrentLinkedQueue<>();
		Boolean allConfirmed = template.invoke((operations) -> {
			for (int i = 0; i < 10; i++) {
				operations.convertAndSend("", this.queue, Integer.toString(i), (message) -> {
					sent.add(message);
					return message;
				}, null);
			}
			boolean confirmed = operations.waitForConfirms(10_000);
			// Here, as the callbacks are gone with the invocation.
			await().untilAsserted(() -> assertThat(numbers(sent))
				.allMatch((number) -> acknowledged.stream().anyMatch((one) -> one.means(number))));
			return confirmed;
		}, (tag, multiple) -> acknowledged.add(new Acknowledgment(tag, multiple)), (tag, multiple) -> refused.add(tag));
		assertThat(allConfirmed).isTrue();
		assertThat(refused).isEmpty();
		assertThat(numbers(sent))
			.isEqualTo(LongStream.range(0, 10).map((i) -> numbers(sent).get(0) + i).boxed().toList());
		assertThat(acknowledged).extracting(Acknowledgment::tag)
			.allMatch((tag) -> tag <= numbers(sent).get(numbers(sent).size() - 1));
		awaitReady(1 + switch (behavior) {
			case "message-loss" -> 0;
			case "duplication" -> 20;
			default -> 10;
		});
		assertThat(this.application.injected()).hasSize(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "simple", "correlated" })
	void anInvocationGoesOnAfterARestart(String confirms) {
		start(Sending.class, "spring.rabbitmq.publisher-confirm-type=" + confirms);
		this.application.always("service-restart", Map.of("downtime", "1ms"));
		this.application.template().invoke((operations) -> {
			operations.convertAndSend("", this.queue, "one");
			operations.convertAndSend("", this.queue, "two");
			return "none".equals(confirms) || operations.waitForConfirms(10_000);
		});
		awaitReady(2);
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("one", "two");
	}

	private static List<Long> numbers(List<Message> messages) {
		return messages.stream().map((message) -> message.getMessageProperties().getPublishSequenceNumber()).toList();
	}

	@Test
	void confirmsOfAnInvocationNameTheMessageThatTheyMean() throws Exception {
		start(Sending.class, "spring.rabbitmq.publisher-confirm-type=simple");
		this.application.always("reordering", Map.of("window", 4, "max-hold", "10s"));
		List<Long> sequence = new ArrayList<>();
		Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
		this.application.template().execute((channel) -> {
			channel.addConfirmListener((tag, multiple) -> acknowledged.add(tag), (tag, multiple) -> {
			});
			for (int i = 0; i < 8; i++) {
				sequence.add(channel.getNextPublishSeqNo());
				channel.basicPublish("", this.queue, null, Integer.toString(i).getBytes(StandardCharsets.UTF_8));
			}
			return channel.waitForConfirms(10_000);
		});
		assertThat(sequence).isEqualTo(LongStream.rangeClosed(1, 8).boxed().toList());
		await().untilAsserted(() -> assertThat(acknowledged).contains(1L, 2L, 3L, 4L).doesNotHaveDuplicates());
		awaitReady(8);
	}

	@Test
	void aBatchIsOneMessage() {
		start(Sending.class);
		BatchingRabbitTemplate template = this.application.bean("batchingTemplate", BatchingRabbitTemplate.class);
		this.application.always("duplication", Map.of());
		for (int i = 0; i < 5; i++) {
			template.convertAndSend("", this.queue, "text " + i);
		}
		awaitReady(2);
		assertThat(this.application.injected()).singleElement()
			.satisfies((fault) -> assertThat(fault.point().name()).isEqualTo("batchingTemplate"));
	}

	@Test
	void aBatchThatItsTimerFlushesMeetsChaosToo() {
		start(Sending.class);
		this.application.always("corruption", Map.of());
		this.application.bean("batchingTemplate", BatchingRabbitTemplate.class).convertAndSend("", this.queue, "alone");
		awaitReady(1);
		assertThat(RabbitQueues.drain(this.queue).get(0).mark()).isEqualTo(this.application.markOfLastFault());
	}

	@Test
	void aMessagingTemplateSendsThroughItsTemplate() {
		start(Sending.class);
		this.application.always("message-loss", Map.of());
		this.application.bean(RabbitMessagingTemplate.class).convertAndSend(this.queue, "lost");
		this.application.chaos().disable();
		this.application.bean(RabbitMessagingTemplate.class).convertAndSend(this.queue, "kept");
		awaitReady(1);
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("kept");
	}

	@Test
	void aSeparatePublisherConnectionIsCaughtAndRestartedAlone() {
		start(Sending.class);
		RabbitTemplate template = this.application.template();
		template.setUsePublisherConnection(true);
		CachingConnectionFactory factory = this.application.bean(CachingConnectionFactory.class);
		Connection shared = factory.createConnection();
		this.application.always("service-restart", Map.of("downtime", "1ms"));
		template.convertAndSend(this.queue, "one");
		this.application.always("message-loss", Map.of());
		template.convertAndSend(this.queue, "two");
		awaitReady(1);
		assertThat(shared.isOpen()).isTrue();
		assertThat(this.application.injected()).extracting(FaultInjected::behavior)
			.containsExactly("service-restart", "message-loss");
	}

	@Test
	void templatesThatShareAConnectionAreTargetedApart() {
		start(Sending.class);
		this.application.always("message-loss", Map.of(), "jsonTemplate");
		this.application.bean("jsonTemplate", RabbitTemplate.class).convertAndSend("", this.queue, Map.of("a", 1));
		this.application.template().convertAndSend(this.queue, "kept");
		awaitReady(1);
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("kept");
	}

	@Test
	void exchangesAreDestinations() {
		start(Sending.class);
		RabbitQueues.bind(this.queue, "orders-exchange", "topic", "orders.*");
		this.application.always("message-loss", Map.of(), "orders-exchange");
		this.application.template().convertAndSend("orders-exchange", "orders.new", "lost");
		this.application.template().convertAndSend("", this.queue, "kept");
		awaitReady(1);
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("kept");
		assertThat(this.application.injected()).extracting(FaultInjected::identity)
			.allSatisfy((identity) -> assertThat(identity).startsWith("orders-exchange/key#"));
	}

	@Test
	void damagedJsonIsARealPoisonPill() {
		start(Sending.class);
		RabbitTemplate template = this.application.bean("jsonTemplate", RabbitTemplate.class);
		this.application.always("corruption", Map.of("mode", "truncate"));
		template.convertAndSend("", this.queue, Map.of("a", 1));
		awaitReady(1);
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> template.receiveAndConvert(this.queue, 1000));
	}

	@Test
	void theOwnConnectionFactoryIsStillThere() {
		start(Sending.class);
		ConnectionFactory view = this.application.template().getConnectionFactory();
		CachingConnectionFactory own = this.application.bean(CachingConnectionFactory.class);
		assertThat(((InfrastructureProxy) view).getWrappedObject()).isSameAs(own);
		assertThat(view).isEqualTo(own).hasSameHashCodeAs(own);
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "simple", "correlated" })
	void aRequestIsAnsweredWhateverHappenedBefore(String confirms) {
		start(Answering.class, "spring.rabbitmq.publisher-confirm-type=" + confirms);
		assertThat(ask("a", PATIENCE)).isEqualTo("A");
		this.application.always("message-loss", Map.of(), "rabbitTemplate");
		assertThat(ask("b", IMPATIENCE)).isNull();
		this.application.always("network-delay", Map.of("delay", "50ms"), "rabbitTemplate");
		assertThat(ask("c", PATIENCE)).isEqualTo("C");
		this.application.always("network-delay", Map.of("delay", "2s"), "rabbitTemplate");
		assertThat(ask("d", IMPATIENCE)).isNull();
		this.application.always("duplication", Map.of(), this.queue);
		assertThat(ask("e", PATIENCE)).isEqualTo("E");
		this.application.always("message-loss", Map.of(), "answering");
		assertThat(ask("f", IMPATIENCE)).isNull();
		this.application.always("message-loss", Map.of(), "amq.rabbitmq.reply-to");
		assertThat(ask("g", IMPATIENCE)).isNull();
		assertThat(this.application.injected()).last()
			.satisfies((fault) -> assertThat(fault.point()).hasToString("rabbit:consume:rabbitTemplate"));
		this.application.chaos().disable();
		assertThat(ask("h", PATIENCE)).isEqualTo("H");
	}

	private @Nullable Object ask(String text, Duration timeout) {
		RabbitTemplate template = this.application.template();
		template.setReplyTimeout(timeout.toMillis());
		return template.convertSendAndReceive("", this.queue, text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "asyncTemplate", "ownAsyncTemplate" })
	void aLostRequestOfAnAsynchronousTemplateTimesOut(String bean) {
		start(Answering.class);
		AsyncRabbitTemplate template = this.application.bean(bean, AsyncRabbitTemplate.class);
		template.setReceiveTimeout(500);
		assertThat(template.<String>convertSendAndReceive("", this.queue, "a").orTimeout(10, TimeUnit.SECONDS).join())
			.isEqualTo("A");
		this.application.always("message-loss", Map.of(), this.queue);
		RabbitConverterFuture<String> lost = template.convertSendAndReceive("", this.queue, "b");
		assertThat(lost).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(AmqpReplyTimeoutException.class);
		this.application.chaos().disable();
		assertThat(template.<String>convertSendAndReceive("", this.queue, "c").orTimeout(10, TimeUnit.SECONDS).join())
			.isEqualTo("C");
		assertThat(this.application.injected()).hasSize(1);
	}

	@Test
	void aConnectionThatBreaksWhileMessagesAreHeldIsReplaced() {
		start(Sending.class, "spring.rabbitmq.publisher-confirm-type=correlated");
		this.application.always("network-delay", Map.of("delay", "1h"));
		this.application.template().convertAndSend(this.queue, "held");
		this.application.bean(CachingConnectionFactory.class).resetConnection();
		this.application.chaos().disable();
		awaitReady(1);
		assertThat(RabbitQueues.drain(this.queue)).extracting(Taken::text).containsExactly("held");
	}

	@Test
	void aListenerAndATemplateMeetTheirOwnFaults() {
		start(Plain.class);
		this.application.container("listener").start();
		this.application.always("duplication", Map.of());
		this.application.template().convertAndSend(this.queue, "x");
		await().until(() -> this.application.bean(Received.class).texts().size() == 4);
		assertThat(this.application.injected()).extracting((fault) -> fault.point().toString())
			.containsExactlyInAnyOrder("rabbit:produce:rabbitTemplate", "rabbit:consume:listener",
					"rabbit:consume:listener");
	}

	@Configuration(proxyBeanMethods = false)
	static class Sending {

		@Bean
		RabbitTemplate rabbitTemplate(ConnectionFactory factory) {
			return new RabbitTemplate(factory);
		}

		@Bean
		RabbitMessagingTemplate rabbitMessagingTemplate(RabbitTemplate rabbitTemplate) {
			return new RabbitMessagingTemplate(rabbitTemplate);
		}

		@Bean(defaultCandidate = false)
		RabbitTemplate jsonTemplate(ConnectionFactory factory) {
			RabbitTemplate template = new RabbitTemplate(factory);
			template.setMessageConverter(new JacksonJsonMessageConverter());
			return template;
		}

		@Bean
		ThreadPoolTaskScheduler scheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean(defaultCandidate = false)
		BatchingRabbitTemplate batchingTemplate(ConnectionFactory factory, ThreadPoolTaskScheduler scheduler) {
			return new BatchingRabbitTemplate(factory, new SimpleBatchingStrategy(5, 10_000, 100), scheduler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Answering {

		@Bean
		AsyncRabbitTemplate asyncTemplate(RabbitTemplate rabbitTemplate) {
			return new AsyncRabbitTemplate(rabbitTemplate);
		}

		@Bean
		AsyncRabbitTemplate ownAsyncTemplate(ConnectionFactory factory) {
			return new AsyncRabbitTemplate(factory, "", "unused");
		}

		@RabbitListener(id = "answering", queues = "${queue}")
		String answer(String request) {
			return request.toUpperCase(Locale.ROOT);
		}

	}

	private record Acknowledgment(long tag, boolean multiple) {

		boolean means(long number) {
			return number == this.tag || (this.multiple && number < this.tag);
		}

	}

}
