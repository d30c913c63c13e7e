package org.chaosspring.rabbit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import com.rabbitmq.client.ChannelContinuationTimeoutException;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.rabbit.RabbitListening.Plain;
import org.chaosspring.rabbit.RabbitListening.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.AmqpTimeoutException;
import org.springframework.amqp.event.AmqpEvent;
import org.springframework.amqp.rabbit.connection.ConnectionBlockedEvent;
import org.springframework.amqp.rabbit.connection.ConnectionUnblockedEvent;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for brokers that take or give messages slowly, for floods, and for a network that
 * gets worse.
 */
@NeedsRabbitMq
class RabbitPressureTests {

	private String queue;

	private RabbitApplication application;

	@BeforeEach
	void start() {
		this.queue = RabbitQueues.declare("pressure");
		startWith();
	}

	private void startWith(String... properties) {
		this.application = RabbitApplication.startOn(this.queue, List.of(Plain.class, Blocking.class), properties);
	}

	private void startAgain(String... properties) {
		this.application.close();
		startWith(properties);
	}

	@AfterEach
	void stop() {
		this.application.chaos().disable();
		assertThat(this.application.failed()).isEmpty();
		assertThat(this.application.chaos().held()).isZero();
		this.application.close();
	}

	private void send(String text) {
		this.application.template().convertAndSend("", this.queue, text);
	}

	private Queue<Class<?>> blockingEvents() {
		return this.application.bean(Blocking.class).events;
	}

	private Received received() {
		return this.application.bean(Received.class);
	}

	/**
	 * Send what the buffers of the network just take.
	 */
	private void fillBuffers() {
		this.application.template().convertAndSend("", this.queue, RabbitQueues.fillsBuffers());
	}

	private Thread blocked(String text) {
		Thread sender = new Thread(() -> send(text), "sender");
		sender.start();
		await().until(() -> sender.getState() == Thread.State.WAITING);
		return sender;
	}

	@Test
	void aBlockedConnectionTakesMessagesThatArriveWhenTheConditionIsLifted() {
		send("before");
		this.application.impose("backpressure", Map.of("rate", 0));
		send("first");
		send("second");
		assertThat(blockingEvents()).containsExactly(ConnectionBlockedEvent.class);
		assertThat(this.application.chaos().held()).isEqualTo(2);
		assertThat(RabbitQueues.ready(this.queue)).isOne();
		this.application.chaos().liftCondition("backpressure");
		await().until(() -> RabbitQueues.ready(this.queue) == 3);
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("before", "first", "second");
		assertThat(blockingEvents()).containsExactly(ConnectionBlockedEvent.class, ConnectionUnblockedEvent.class);
		assertThat(this.application.injected()).hasSize(2)
			.extracting(FaultInjected::behavior)
			.containsOnly("backpressure");
	}

	@Test
	void aBlockedConnectionHoldsSendersWhenTheBuffersAreFullUntilTheConditionIsLifted() throws Exception {
		this.application.impose("backpressure", Map.of("rate", 0));
		fillBuffers();
		Thread sender = blocked("blocked");
		assertThat(RabbitQueues.ready(this.queue)).isZero();
		this.application.chaos().liftCondition("backpressure");
		sender.join();
		await().until(() -> RabbitQueues.ready(this.queue) == 2);
		assertThat(RabbitQueues.drainTexts(this.queue)).last().isEqualTo("blocked");
	}

	@Test
	void sendersThatMeetNoFaultOfTheirOwnAreHeldAsWell() throws Exception {
		startAgain("chaos.messaging.safety.max-faults=1");
		this.application.impose("backpressure", Map.of("rate", 0));
		fillBuffers();
		Thread sender = blocked("follows");
		this.application.chaos().disable();
		sender.join();
		await().until(() -> RabbitQueues.ready(this.queue) == 2);
		assertThat(this.application.injected()).hasSize(1);
	}

	@Test
	void sendersGoOnWhenTheRateHasMadeRoom() throws Exception {
		this.application.impose("backpressure", Map.of("rate", 1));
		send("passes");
		fillBuffers();
		send("finds room when the large one has left");
		assertThat(this.application.chaos().held()).isOne();
		await().until(() -> RabbitQueues.ready(this.queue) == 3);
	}

	@Test
	void aTransactionWaitsForTheBrokerAndFailsWhenTheTimeOfTheClientIsOver() {
		startAgain("spring.rabbitmq.channel-rpc-timeout=60s", "chaos.messaging.time-scale=0.005");
		this.application.template().setChannelTransacted(true);
		this.application.impose("backpressure", Map.of("rate", 0));
		assertThatExceptionOfType(AmqpIOException.class).isThrownBy(() -> send("too late"))
			.withCauseInstanceOf(ChannelContinuationTimeoutException.class);
		this.application.impose("backpressure", Map.of("rate", 20));
		send("passes");
		send("in time");
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("passes", "in time");
	}

	@Test
	void whoNeedsAChannelWhileAConfirmIsDueWaitsForTheBroker() {
		startAgain("spring.rabbitmq.publisher-confirm-type=correlated", "spring.rabbitmq.channel-rpc-timeout=60s",
				"chaos.messaging.time-scale=0.005");
		this.application.impose("backpressure", Map.of("rate", 0));
		send("returns");
		assertThatExceptionOfType(AmqpIOException.class).isThrownBy(() -> send("needs a channel"))
			.withCauseInstanceOf(ChannelContinuationTimeoutException.class);
		this.application.impose("backpressure", Map.of("rate", 20));
		send("passes");
		send("waits for it");
		this.application.chaos().disable();
		send("after");
		await().until(() -> RabbitQueues.ready(this.queue) == 4);
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactlyInAnyOrder("returns", "passes", "waits for it",
				"after");
	}

	@Test
	void whoWaitsForConfirmsWaitsForTheBroker() {
		startAgain("spring.rabbitmq.publisher-confirm-type=simple");
		this.application.impose("backpressure", Map.of("rate", 0));
		assertThatExceptionOfType(AmqpTimeoutException.class).isThrownBy(() -> sendAndWait("late", 300));
		this.application.impose("backpressure", Map.of("rate", 20));
		assertThat(sendAndWait("passes", 10_000)).isTrue();
		assertThat(sendAndWait("waits", 10_000)).isTrue();
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("late", "passes", "waits");
	}

	private Boolean sendAndWait(String text, long millis) {
		return this.application.template().invoke((operations) -> {
			operations.convertAndSend("", this.queue, text);
			return operations.waitForConfirms(millis);
		});
	}

	@Test
	void consumingGoesOnWhileSendersAreBlocked() {
		this.application.container("listener").start();
		this.application.impose("backpressure", Map.of("rate", 0, "direction", "produce"));
		send("blocked");
		assertThat(blockingEvents()).hasSize(1);
		RabbitQueues.publish(this.queue, "consumed");
		await().untilAsserted(() -> assertThat(received().texts()).containsExactly("consumed"));
		this.application.chaos().disable();
		await().untilAsserted(() -> assertThat(received().texts()).containsExactly("consumed", "blocked"));
	}

	@Test
	void anInterruptEndsTheWaitAndTheMessageKeepsItsPlace() throws Exception {
		this.application.impose("backpressure", Map.of("rate", 0));
		fillBuffers();
		Thread sender = blocked("interrupted");
		sender.interrupt();
		sender.join();
		assertThat(RabbitQueues.ready(this.queue)).isZero();
		this.application.chaos().disable();
		await().until(() -> RabbitQueues.ready(this.queue) == 2);
		assertThat(RabbitQueues.drainTexts(this.queue)).last().isEqualTo("interrupted");
	}

	@Test
	void messagesArriveAtTheRateInOrder() {
		this.application.impose("backpressure", Map.of("rate", 20));
		long before = System.nanoTime();
		IntStream.range(0, 5).mapToObj(Integer::toString).forEach(this::send);
		await().until(() -> RabbitQueues.ready(this.queue) == 5);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(199));
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("0", "1", "2", "3", "4");
	}

	@Test
	void aListenerIsSlowedToTheRateAndCatchesUpAfterwards() {
		String[] texts = IntStream.range(0, 10).mapToObj(Integer::toString).toArray(String[]::new);
		RabbitQueues.publish(this.queue, texts);
		this.application.impose("backpressure", Map.of("rate", 0, "direction", "consume"));
		this.application.container("listener").start();
		await().until(() -> this.application.chaos().held() == 10);
		assertThat(received().texts()).isEmpty();
		this.application.impose("backpressure", Map.of("rate", 20, "direction", "consume"));
		await().untilAsserted(() -> assertThat(received().texts()).containsExactly(texts));
		long before = System.nanoTime();
		RabbitQueues.publish(this.queue, texts);
		await().untilAsserted(() -> assertThat(received().texts()).hasSize(20));
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(400));
		await().until(() -> RabbitQueues.ready(this.queue) == 0);
	}

	@Test
	void aFloodMultipliesEachMessageOnceOnTheWholeWay() {
		this.application.container("listener").start();
		this.application.impose("flood", Map.of("factor", 4));
		send("one");
		await().untilAsserted(() -> assertThat(received().texts()).hasSize(7));
		await().during(Duration.ofMillis(200)).until(() -> received().texts().size() == 7);
		assertThat(received().marks()).filteredOn((mark) -> mark != null && mark.startsWith("flood;")).hasSize(6);
		assertThat(this.application.injected()).hasSize(2).extracting(FaultInjected::behavior).containsOnly("flood");
	}

	@Test
	void aNetworkThatDegradesDelaysAndLosesMessages() {
		this.application.impose("degraded-network",
				Map.of("delay-from", "50ms", "delay-to", "50ms", "loss-from", 0, "loss-to", 0, "direction", "produce"));
		send("late");
		assertThat(this.application.chaos().held()).isOne();
		await().until(() -> RabbitQueues.ready(this.queue) == 1);
		this.application.impose("degraded-network", Map.of("loss-from", 1, "loss-to", 1, "direction", "produce"));
		send("lost");
		this.application.chaos().disable();
		send("kept");
		await().until(() -> RabbitQueues.ready(this.queue) == 2);
		assertThat(RabbitQueues.drainTexts(this.queue)).containsExactly("late", "kept");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Blocking {

		private final Queue<Class<?>> events = new ConcurrentLinkedQueue<>();

		@EventListener({ ConnectionBlockedEvent.class, ConnectionUnblockedEvent.class })
		void onEvent(AmqpEvent event) {
			this.events.add(event.getClass());
		}

	}

}
