package org.chaosspring.rabbit;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.AMQP.BasicProperties;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.rabbit.RabbitListening.Acknowledging;
import org.chaosspring.rabbit.RabbitListening.Plain;
import org.chaosspring.rabbit.RabbitListening.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.AmqpTimeoutException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the errors that RabbitMQ's client shows, and for answers that get lost.
 */
@NeedsRabbitMq
class RabbitErrorTests {

	private String queue;

	private RabbitApplication application;

	private boolean failureIsMeant;

	@BeforeEach
	void declareQueue() {
		this.queue = RabbitQueues.declare("error");
	}

	@AfterEach
	void stop() {
		this.application.chaos().disable();
		assertThat(this.application.failed()).hasSize(this.failureIsMeant ? 1 : 0);
		this.application.close();
	}

	private void start(List<Class<?>> configuration, String confirms, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("spring.rabbitmq.publisher-confirm-type=" + confirms);
		all.add("spring.rabbitmq.publisher-returns=true");
		all.add("spring.rabbitmq.template.mandatory=true");
		this.application = RabbitApplication.startOn(this.queue, configuration, all.toArray(String[]::new));
	}

	private void fail(String exception) {
		this.application.always("error", Map.of("exception", exception));
	}

	private CorrelationData send(String text) {
		CorrelationData confirm = new CorrelationData(text);
		Message message = MessageBuilder.withBody(text.getBytes(StandardCharsets.UTF_8)).setMessageId(text).build();
		this.application.template().send("", this.queue, message, confirm);
		return confirm;
	}

	private static CorrelationData.Confirm confirm(CorrelationData data) {
		return data.getFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

	/**
	 * Chaos is over, and the client works as before.
	 */
	private void assertHealed(int ready) {
		this.application.chaos().disable();
		send("after");
		await().until(() -> RabbitQueues.ready(this.queue) == ready + 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "simple", "correlated" })
	void sendsFailAtOnceWithoutReachingTheBroker(String confirms) {
		start(List.of(), confirms);
		fail("amqp-connect");
		assertThatExceptionOfType(AmqpConnectException.class).isThrownBy(() -> send("lost"))
			.withCauseInstanceOf(ConnectException.class);
		fail("amqp-io");
		assertThatExceptionOfType(AmqpIOException.class).isThrownBy(() -> send("lost"))
			.withCauseInstanceOf(IOException.class);
		fail("typical");
		assertThatExceptionOfType(AmqpIOException.class).isThrownBy(() -> send("lost"));
		assertThat(this.application.injected()).hasSize(3).extracting(FaultInjected::behavior).containsOnly("error");
		assertHealed(0);
	}

	@Test
	void aConnectionThatBreaksUnderASendMakesItsConfirmNegative() {
		start(List.of(), "correlated");
		Queue<Boolean> acks = new ConcurrentLinkedQueue<>();
		this.application.template().setConfirmCallback((data, ack, cause) -> acks.add(ack));
		fail("amqp-io");
		CorrelationData data = new CorrelationData();
		assertThatExceptionOfType(AmqpIOException.class).isThrownBy(
				() -> this.application.template().convertAndSend("", this.queue, "lost", (message) -> message, data));
		CorrelationData.Confirm confirm = confirm(data);
		assertThat(confirm.ack()).isFalse();
		assertThat(confirm.reason()).isEqualTo("connection error");
		await().untilAsserted(() -> assertThat(acks).containsExactly(false));
		assertHealed(0);
	}

	@Test
	void aTimeoutComesAfterTheTimeoutOfTheConnection() {
		start(List.of(), "none", "spring.rabbitmq.connection-timeout=400ms", "chaos.messaging.time-scale=0.5");
		fail("amqp-timeout");
		long before = System.nanoTime();
		assertThatExceptionOfType(AmqpTimeoutException.class).isThrownBy(() -> send("lost"))
			.withCauseInstanceOf(TimeoutException.class);
		assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(199));
		assertHealed(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "amqp-connect", "amqp-io", "amqp-timeout" })
	void aSendThatFailedGivesItsChannelBack(String exception) {
		start(List.of(), "correlated", "spring.rabbitmq.cache.channel.size=1",
				"spring.rabbitmq.cache.channel.checkout-timeout=5s", "chaos.messaging.time-scale=0.001");
		fail(exception);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(AmqpException.class).isThrownBy(() -> send("lost"))
				.withMessageNotContaining("No available channels");
		}
		assertHealed(0);
	}

	@Test
	void aClosedChannelMakesTheConfirmNegative() {
		start(List.of(), "correlated");
		fail("channel-closed");
		CorrelationData.Confirm confirm = confirm(send("lost"));
		assertThat(confirm.ack()).isFalse();
		assertThat(confirm.reason()).isNotBlank();
		assertHealed(0);
	}

	@Test
	void theBrokerRefusesAMessage() {
		start(List.of(), "correlated");
		Queue<Boolean> acks = new ConcurrentLinkedQueue<>();
		this.application.template().setConfirmCallback((data, ack, cause) -> acks.add(ack));
		fail("nack");
		CorrelationData.Confirm confirm = confirm(send("lost"));
		assertThat(confirm.ack()).isFalse();
		assertThat(confirm.reason()).isNull();
		await().untilAsserted(() -> assertThat(acks).containsExactly(false));
		assertHealed(0);
	}

	@ParameterizedTest
	@CsvSource({ "nack, 0", "ack-loss, 1" })
	void anInvocationHearsThatAMessageWasRefused(String fault, int ready) {
		start(List.of(), "simple");
		if (fault.equals("nack")) {
			fail("nack");
		}
		else {
			this.application.always(fault, Map.of());
		}
		Queue<Long> acked = new ConcurrentLinkedQueue<>();
		Queue<Long> nacked = new ConcurrentLinkedQueue<>();
		Boolean confirmed = this.application.template().invoke((operations) -> {
			operations.convertAndSend("", this.queue, "one");
			boolean all = operations.waitForConfirms(10_000);
			await().until(() -> nacked.size() == 1);
			return all;
		}, (tag, multiple) -> acked.add(tag), (tag, multiple) -> nacked.add(tag));
		assertThat(confirmed).isFalse();
		assertThat(acked).isEmpty();
		await().until(() -> RabbitQueues.ready(this.queue) == ready);
		assertHealed(ready);
	}

	@Test
	void aRefusalComesInTheThreadOfTheClient() {
		start(List.of(), "correlated");
		fail("nack");
		CorrelationData data = new CorrelationData();
		CompletableFuture<String> thread = data.getFuture().thenApply((confirm) -> Thread.currentThread().getName());
		this.application.template().convertAndSend("", this.queue, "lost", (message) -> message, data);
		assertThat(thread.join()).startsWith("AMQP Connection");
		assertThat(confirm(data).ack()).isFalse();
		assertHealed(0);
	}

	@Test
	void amongMessagesOfAnInvocationOnlyTheRefusedOneIsRefused() {
		start(List.of(), "simple");
		this.application.impose("flood", Map.of("groups", "nobody"));
		Queue<Long> nacked = new ConcurrentLinkedQueue<>();
		Queue<String> threads = new ConcurrentLinkedQueue<>();
		this.application.template().invoke((operations) -> {
			operations.convertAndSend("", this.queue, "one");
			fail("nack");
			operations.convertAndSend("", this.queue, "two");
			this.application.chaos().disable();
			operations.convertAndSend("", this.queue, "three");
			assertThat(operations.waitForConfirms(10_000)).isFalse();
			return null;
		}, (tag, multiple) -> {
		}, (tag, multiple) -> {
			nacked.add(tag);
			threads.add(Thread.currentThread().getName());
		});
		assertThat(nacked).containsExactly(2L);
		assertThat(threads).allSatisfy((name) -> assertThat(name).startsWith("AMQP Connection"));
		await().untilAsserted(() -> assertThat(RabbitQueues.ready(this.queue)).isEqualTo(2));
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("one", "three");
	}

	@Test
	void whoOnlyWaitsForConfirmsLeavesNoNumbersBehind() {
		start(List.of(), "simple");
		this.application.always("duplication", Map.of());
		Object known = this.application.template().invoke((operations) -> {
			for (int i = 0; i < 10; i++) {
				operations.convertAndSend("", this.queue, "twice");
			}
			assertThat(operations.waitForConfirms(10_000)).isTrue();
			return operations.execute(
					(channel) -> ReflectionTestUtils.getField(((RabbitConfirmingChannel) channel).numbers(), "known"));
		});
		await().untilAsserted(() -> assertThat(known).asInstanceOf(InstanceOfAssertFactories.MAP).isEmpty());
		assertHealed(20);
	}

	@Test
	void withoutConfirmsNothingCanBeRefused() {
		start(List.of(), "none");
		fail("nack");
		send("kept");
		assertThat(this.application.injected()).isEmpty();
		assertHealed(1);
	}

	@Test
	void aMessageThatNobodyWantsIsReturnedAndConfirmed() {
		start(List.of(), "correlated");
		Queue<ReturnedMessage> returned = new ConcurrentLinkedQueue<>();
		this.application.template().setReturnsCallback(returned::add);
		fail("unroutable");
		CorrelationData sent = send("lost");
		assertThat(confirm(sent).ack()).isTrue();
		await().until(() -> returned.size() == 1);
		assertThat(returned.peek().getReplyCode()).isEqualTo(312);
		assertThat(returned.peek().getReplyText()).isEqualTo("NO_ROUTE");
		assertThat(returned.peek().getRoutingKey()).isEqualTo(this.queue);
		assertThat(sent.getReturned()).isNotNull();
		assertHealed(0);
	}

	@Test
	void anErrorFailsTheTransaction() {
		start(List.of(Transacted.class), "none");
		for (String exception : List.of("amqp-io", "amqp-connect", "channel-closed")) {
			fail(exception);
			assertThatExceptionOfType(AmqpException.class).isThrownBy(() -> send("lost"));
		}
		assertHealed(0);
	}

	@Test
	void theAnswerToACommitGetsLost() {
		start(List.of(Transacted.class), "none");
		this.application.always("ack-loss", Map.of());
		assertThatExceptionOfType(AmqpException.class).isThrownBy(() -> send("committed"));
		await().until(() -> RabbitQueues.ready(this.queue) == 1);
		assertHealed(1);
	}

	@Test
	void aMessageArrivesAndItsConfirmDoesNot() {
		start(List.of(), "correlated");
		this.application.always("ack-loss", Map.of());
		CorrelationData.Confirm confirm = confirm(send("arrived"));
		assertThat(confirm.ack()).isFalse();
		assertThat(confirm.reason()).isEqualTo("connection error");
		await().until(() -> RabbitQueues.ready(this.queue) == 1);
		assertThat(RabbitQueues.drain(this.queue).get(0).mark()).isEqualTo(this.application.markOfLastFault());
		assertHealed(0);
	}

	@Test
	void aCopyThatCannotBeSentIsNoFailureOfItsMessage() {
		this.failureIsMeant = true;
		start(List.of(), "none");
		Brittle header = new Brittle();
		publish(header);
		header.allowedReads = 2 * header.reads;
		this.application.always("duplication", Map.of());
		publish(header);
		assertHealed(2);
	}

	private void publish(Brittle header) {
		BasicProperties properties = new BasicProperties.Builder().headers(Map.of("header", header)).build();
		this.application.template().execute((channel) -> {
			channel.basicPublish("", this.queue, properties, new byte[] { 1 });
			return null;
		});
	}

	@Test
	void withoutConfirmsTheSenderSeesTheConnectionBreak() {
		start(List.of(), "none");
		this.application.always("ack-loss", Map.of());
		assertThatExceptionOfType(AmqpIOException.class).isThrownBy(() -> send("arrived"));
		assertHealed(1);
	}

	@ParameterizedTest
	@CsvSource({ "simple, auto", "simple, manual", "direct, auto", "direct, manual" })
	void aMessageWhoseAcknowledgmentGetsLostComesAgain(String container, String mode) {
		startListener(mode, container);
		this.application.always("ack-loss", Map.of(), "listener");
		RabbitQueues.publish(this.queue, "one", "two", "three");
		await().untilAsserted(() -> assertThat(received().texts()).hasSize(6));
		assertThat(received().texts()).containsExactlyInAnyOrder("one", "one", "two", "two", "three", "three");
		assertThat(received().redelivered()).filteredOn((again) -> again).hasSize(3);
		assertThat(this.application.injected()).hasSize(3).extracting(FaultInjected::behavior).containsOnly("ack-loss");
		assertStopsWithAllSettled();
	}

	@ParameterizedTest
	@CsvSource({ "simple, consumer-canceled", "simple, connection-lost", "direct, consumer-canceled",
			"direct, connection-lost" })
	void aConsumerThatEndsIsStartedAgainAndItsMessagesComeAgain(String container, String exception) {
		startListener("auto", container);
		this.application.always("error", Map.of("exception", exception), "listener");
		RabbitQueues.publish(this.queue, "one", "two", "three");
		await().untilAsserted(() -> assertThat(received().texts()).contains("one", "two", "three"));
		assertThat(received().texts()).containsExactlyInAnyOrder("one", "two", "three");
		assertThat(received().redelivered()).contains(true);
		assertThat(this.application.injected()).isNotEmpty().extracting(FaultInjected::behavior).containsOnly("error");
		this.application.chaos().disable();
		RabbitQueues.publish(this.queue, "after");
		await().untilAsserted(() -> assertThat(received().texts()).contains("after"));
		assertStopsWithAllSettled();
	}

	private void startListener(String mode, String container) {
		// Without confirms, a factory with returns closes no channel before 5 s are over.
		start(List.of("manual".equals(mode) ? Acknowledging.class : Plain.class), "correlated",
				"spring.rabbitmq.listener.type=" + container,
				"spring.rabbitmq.listener." + container + ".acknowledge-mode=" + mode);
		this.application.container("listener").start();
	}

	private Received received() {
		return this.application.bean(Received.class);
	}

	private void assertStopsWithAllSettled() {
		this.application.container("listener").stop();
		assertThat(RabbitQueues.ready(this.queue)).isZero();
	}

	/**
	 * A value that can be written so many times only.
	 */
	static final class Brittle extends AbstractMap<String, Object> {

		private int reads;

		private int allowedReads = Integer.MAX_VALUE;

		@Override
		public Set<Entry<String, Object>> entrySet() {
			this.reads++;
			if (this.reads > this.allowedReads) {
				throw new IllegalStateException("Written too often");
			}
			return Set.of();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Transacted {

		@Bean
		RabbitTemplate rabbitTemplate(ConnectionFactory factory) {
			RabbitTemplate template = new RabbitTemplate(factory);
			template.setChannelTransacted(true);
			return template;
		}

	}

}
