package org.chaosspring.rabbit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.rabbit.RabbitQueues.Taken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.connection.CorrelationData;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the six behaviors on the way to RabbitMQ, with and without confirms and
 * returns.
 */
@NeedsRabbitMq
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class RabbitProducingTests {

	private final boolean correlated;

	private final boolean returning;

	private final RabbitApplication application;

	private final Queue<Boolean> confirmed = new ConcurrentLinkedQueue<>();

	private final Queue<ReturnedMessage> returned = new ConcurrentLinkedQueue<>();

	private String queue;

	RabbitProducingTests(Kind kind) {
		this.correlated = "correlated".equals(kind.confirms);
		this.returning = kind.returns;
		this.application = RabbitApplication.start(List.of(), "spring.rabbitmq.publisher-confirm-type=" + kind.confirms,
				"spring.rabbitmq.publisher-returns=" + kind.returns,
				"spring.rabbitmq.template.mandatory=" + kind.returns);
		this.application.template().setConfirmCallback((data, ack, cause) -> this.confirmed.add(ack));
		if (kind.returns) {
			this.application.template().setReturnsCallback(this.returned::add);
		}
	}

	static Stream<Kind> kinds() {
		return Stream.of(new Kind("none", false), new Kind("simple", false), new Kind("correlated", false),
				new Kind("none", true), new Kind("correlated", true));
	}

	@BeforeEach
	void declareQueue() {
		this.queue = RabbitQueues.declare("producing");
	}

	@AfterEach
	void stop() {
		if (this.application.isRunning()) {
			this.application.chaos().disable();
			assertThat(this.application.failed()).isEmpty();
			assertThat(this.application.chaos().held()).isZero();
			this.application.close();
		}
	}

	private CorrelationData send(String text) {
		return send(this.queue, text);
	}

	private CorrelationData send(String routingKey, String text) {
		CorrelationData confirm = new CorrelationData(text);
		this.application.template().send("", routingKey, message(text), confirm);
		return confirm;
	}

	private static Message message(String text) {
		return MessageBuilder.withBody(text.getBytes(StandardCharsets.UTF_8)).setHeader("name", "value").build();
	}

	private List<CorrelationData> sendNumbers(int count) {
		List<CorrelationData> confirms = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			confirms.add(send(Integer.toString(i)));
		}
		return confirms;
	}

	/**
	 * Wait for an acknowledgment of each message, if there are any, once each.
	 */
	private void awaitAcks(List<CorrelationData> confirms) {
		if (this.correlated) {
			for (CorrelationData confirm : confirms) {
				assertThat(confirm.getFuture().orTimeout(10, TimeUnit.SECONDS).join().ack()).isTrue();
			}
			await().untilAsserted(() -> assertThat(this.confirmed).hasSize(confirms.size()).containsOnly(true));
		}
		else {
			assertThat(this.confirmed).isEmpty();
		}
	}

	private void awaitReady(int count) {
		await().until(() -> RabbitQueues.ready(this.queue) == count);
	}

	@Test
	void whileOffNothingHappens() {
		awaitAcks(sendNumbers(50));
		awaitReady(50);
		assertThat(RabbitQueues.drain(this.queue)).extracting(Taken::mark).containsOnlyNulls();
		assertThat(this.application.injected()).isEmpty();
	}

	@Test
	void aLostMessageNeverReachesTheQueueAndItsSenderIsToldThatItDid() {
		this.application.always("message-loss", Map.of());
		CorrelationData lost = send("lost");
		awaitAcks(List.of(lost));
		this.application.chaos().disable();
		CorrelationData kept = send("kept");
		awaitAcks(List.of(lost, kept));
		awaitReady(1);
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("kept");
		assertThat(this.application.injected()).singleElement().satisfies((fault) -> {
			assertThat(fault.behavior()).isEqualTo("message-loss");
			assertThat(fault.group()).isEqualTo("rabbitTemplate");
			assertThat(fault.point()).hasToString("rabbit:produce:rabbitTemplate");
			assertThat(fault.identity()).startsWith(this.queue + "/key#");
		});
	}

	@Test
	void aDuplicatedMessageIsSentAgainAndConfirmedOnce() {
		this.application.always("duplication", Map.of("copies", 2));
		awaitAcks(List.of(send("one")));
		awaitReady(3);
		List<Taken> taken = RabbitQueues.drain(this.queue);
		assertThat(taken).extracting(Taken::text).containsOnly("one");
		assertThat(taken).extracting((message) -> message.header("name")).containsOnly("value");
		String mark = this.application.markOfLastFault();
		assertThat(taken).extracting(Taken::mark).containsExactly(null, mark, mark);
	}

	@Test
	void aCorruptedMessageDiffersInOneBitAndTheSendersOwnIsLeftAlone() {
		this.application.always("corruption", Map.of());
		Message own = message("some text");
		CorrelationData confirm = new CorrelationData("id");
		this.application.template().send("", this.queue, own, confirm);
		awaitAcks(List.of(confirm));
		awaitReady(1);
		Taken taken = RabbitQueues.drain(this.queue).get(0);
		assertThat(bitsThatDiffer(taken.body(), own.getBody())).isEqualTo(1);
		assertThat(taken.mark()).isEqualTo(this.application.markOfLastFault());
		assertThat(own.getBody()).asString().isEqualTo("some text");
		assertThat(own.getMessageProperties().<Object>getHeader("chaos-fault")).isNull();
	}

	@Test
	void headersCanBeCorruptedInstead() {
		this.application.always("corruption", Map.of("headers", true, "mode", "garbage"));
		awaitAcks(List.of(send("whole")));
		awaitReady(1);
		Taken taken = RabbitQueues.drain(this.queue).get(0);
		assertThat(taken.text()).isEqualTo("whole");
		assertThat(taken.header("name")).isNotEqualTo("value");
	}

	@Test
	void anEmptyMessageCannotBeCorruptedAndPasses() {
		this.application.always("corruption", Map.of());
		awaitAcks(List.of(send("")));
		awaitReady(1);
		assertThat(this.application.injected()).isEmpty();
	}

	@Test
	void aDelayedMessageLeavesLateWithoutHoldingItsSenderAndIsConfirmedThen() {
		this.application.always("network-delay", Map.of("delay", "400ms"));
		long before = System.nanoTime();
		CorrelationData confirm = send("late");
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(300));
		assertThat(this.application.chaos().held()).isOne();
		assertThat(confirm.getFuture()).isNotDone();
		awaitReady(1);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(399));
		awaitAcks(List.of(confirm));
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("late");
	}

	@Test
	void aBlockingDelayHoldsTheSender() {
		this.application.always("network-delay", Map.of("delay", "300ms", "blocking", true));
		long before = System.nanoTime();
		CorrelationData confirm = send("late");
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(299));
		awaitAcks(List.of(confirm));
		awaitReady(1);
	}

	@Test
	void delaysOfDifferentLengthKeepTheOrder() {
		this.application.always("network-delay", Map.of("delay", "1ms", "maxDelay", "50ms"));
		awaitAcks(sendNumbers(100));
		awaitReady(100);
		assertThat(RabbitQueues.drainTexts(this.queue)).isEqualTo(numbers(100));
	}

	@Test
	void delaysChangeTheOrderIfThatIsAllowed() {
		this.application.always("network-delay", Map.of("delay", "1ms", "maxDelay", "50ms", "keepOrder", false));
		awaitAcks(sendNumbers(100));
		awaitReady(100);
		assertThat(RabbitQueues.drainTexts(this.queue)).isNotEqualTo(numbers(100))
			.containsExactlyInAnyOrderElementsOf(numbers(100));
	}

	@Test
	void reorderedMessagesAllArriveInAnotherOrderAndAreAllConfirmed() {
		this.application.always("reordering", Map.of("window", 5, "maxHold", "10s"));
		awaitAcks(sendNumbers(100));
		awaitReady(100);
		assertThat(RabbitQueues.drainTexts(this.queue)).isNotEqualTo(numbers(100))
			.containsExactlyInAnyOrderElementsOf(numbers(100));
	}

	@Test
	void aReorderingWindowEmptiesWhenTrafficStops() {
		this.application.always("reordering", Map.of("window", 5, "maxHold", "200ms"));
		awaitAcks(sendNumbers(3));
		awaitReady(3);
	}

	@Test
	void aRestartCutsTheConnectionAndTheMessageIsSentOnANewOne() {
		Queue<String> connections = new ConcurrentLinkedQueue<>();
		send("0");
		awaitReady(1);
		this.application.bean(CachingConnectionFactory.class).addConnectionListener(new ConnectionListener() {

			@Override
			public void onCreate(Connection connection) {
				connections.add("opened");
			}

			@Override
			public void onClose(Connection connection) {
				connections.add("closed");
			}

		});
		connections.clear();
		this.confirmed.clear();
		this.application.always("service-restart", Map.of("downtime", "200ms"));
		long before = System.nanoTime();
		CorrelationData confirm = send("1");
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(199));
		awaitAcks(List.of(confirm));
		awaitReady(2);
		this.application.chaos().disable();
		send("2");
		awaitReady(3);
		assertThat(RabbitQueues.drainTexts(this.queue)).isEqualTo(numbers(3));
		assertThat(connections).containsExactly("closed", "opened");
		assertThat(this.application.injected()).extracting(FaultInjected::behavior).containsExactly("service-restart");
	}

	@Test
	void whatIsHeldLeavesWithDisableAndIsConfirmed() {
		this.application.always("network-delay", Map.of("delay", "1h"));
		List<CorrelationData> confirms = sendNumbers(50);
		assertThat(this.application.chaos().held()).isEqualTo(50);
		this.application.chaos().disable();
		assertThat(this.application.chaos().held()).isZero();
		awaitAcks(confirms);
		awaitReady(50);
		assertThat(RabbitQueues.drainTexts(this.queue)).isEqualTo(numbers(50));
	}

	@Test
	void whatIsHeldLeavesWhenTheApplicationCloses() {
		this.application.always("reordering", Map.of("window", 100, "maxHold", "1h"));
		sendNumbers(10);
		this.application.close();
		awaitReady(10);
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactlyInAnyOrderElementsOf(numbers(10));
	}

	@Test
	void whatCannotBeRoutedIsReturnedAlsoWhenItIsLate() {
		this.application.always("network-delay", Map.of("delay", "100ms"));
		CorrelationData confirm = send("nobody-listens-here", "unroutable");
		awaitAcks(List.of(confirm));
		await().until(() -> this.application.chaos().held() == 0);
		if (this.returning) {
			await().until(() -> this.returned.size() == 1);
			assertThat(this.returned.peek().getReplyCode()).isEqualTo(312);
			assertThat(this.returned.peek().getReplyText()).isEqualTo("NO_ROUTE");
			assertThat(this.returned.peek().getRoutingKey()).isEqualTo("nobody-listens-here");
		}
		if (this.returning && this.correlated) {
			assertThat(confirm.getReturned().getMessage().getBody()).asString().isEqualTo("unroutable");
		}
	}

	@Test
	void copiesOfWhatCannotBeRoutedAreNotReturned() {
		this.application.always("duplication", Map.of("copies", 3));
		awaitAcks(List.of(send("nobody-listens-here", "unroutable")));
		if (this.returning) {
			await().during(Duration.ofMillis(200)).until(() -> this.returned.size() == 1);
		}
	}

	@Test
	void whatIsLostIsNotReturned() {
		this.application.always("message-loss", Map.of());
		awaitAcks(List.of(send("nobody-listens-here", "unroutable")));
		await().during(Duration.ofMillis(200)).until(this.returned::isEmpty);
	}

	private static int bitsThatDiffer(byte[] one, byte[] other) {
		assertThat(one).hasSameSizeAs(other);
		return IntStream.range(0, one.length).map((i) -> Integer.bitCount((one[i] ^ other[i]) & 0xff)).sum();
	}

	private static List<String> numbers(int count) {
		return IntStream.range(0, count).mapToObj(Integer::toString).toList();
	}

	record Kind(String confirms, boolean returns) {

		@Override
		public String toString() {
			return this.confirms + " confirms" + (this.returns ? " and returns" : "");
		}

	}

}
