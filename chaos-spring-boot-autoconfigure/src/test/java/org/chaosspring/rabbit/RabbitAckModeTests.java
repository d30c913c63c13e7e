package org.chaosspring.rabbit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.rabbit.RabbitListening.Acknowledging;
import org.chaosspring.rabbit.RabbitListening.AcknowledgingBatch;
import org.chaosspring.rabbit.RabbitListening.Batch;
import org.chaosspring.rabbit.RabbitListening.Plain;
import org.chaosspring.rabbit.RabbitListening.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the six behaviors on the way from RabbitMQ, with what is left on the broker,
 * in every kind of container and acknowledgment mode.
 */
@NeedsRabbitMq
@ParameterizedClass(name = "{0} {1} {2} {3} {4}")
@MethodSource("modes")
class RabbitAckModeTests {

	private static final String NOTHING_ELSE = "test.none=";

	private final Class<?> listener;

	private final boolean quorum;

	private final boolean acknowledgedWhenSent;

	private final List<String> properties;

	private String queue;

	private RabbitApplication application;

	RabbitAckModeTests(Class<?> listener, String container, String mode, String queueType, String properties) {
		this.listener = listener;
		this.quorum = "quorum".equals(queueType);
		this.acknowledgedWhenSent = "none".equals(mode);
		this.properties = new ArrayList<>(List.of(properties.split(",")));
		this.properties.add("spring.rabbitmq.listener.type=" + container);
		this.properties.add("spring.rabbitmq.listener." + container + ".acknowledge-mode=" + mode);
	}

	static Stream<Arguments> modes() {
		return Stream.of(Arguments.of(Plain.class, "simple", "auto", "classic", NOTHING_ELSE),
				Arguments.of(Plain.class, "simple", "auto", "quorum", NOTHING_ELSE),
				Arguments.of(Plain.class, "simple", "none", "classic", NOTHING_ELSE),
				Arguments.of(Acknowledging.class, "simple", "manual", "classic", NOTHING_ELSE),
				Arguments.of(Acknowledging.class, "simple", "manual", "quorum", NOTHING_ELSE),
				Arguments.of(Plain.class, "direct", "auto", "classic", NOTHING_ELSE),
				Arguments.of(Plain.class, "direct", "auto", "quorum", NOTHING_ELSE),
				Arguments.of(Plain.class, "direct", "none", "classic", NOTHING_ELSE),
				Arguments.of(Acknowledging.class, "direct", "manual", "classic", NOTHING_ELSE),
				Arguments.of(Batch.class, "simple", "auto", "classic",
						"spring.rabbitmq.listener.simple.consumer-batch-enabled=true,spring.rabbitmq.listener.simple.batch-size=4"),
				Arguments.of(AcknowledgingBatch.class, "simple", "manual", "classic",
						"spring.rabbitmq.listener.simple.consumer-batch-enabled=true,spring.rabbitmq.listener.simple.batch-size=4"),
				Arguments.of(Plain.class, "simple", "auto", "classic", "spring.rabbitmq.listener.simple.prefetch=3"));
	}

	@BeforeEach
	void startWithTenMessages() {
		this.queue = this.quorum ? RabbitQueues.declareQuorum("ack-mode") : RabbitQueues.declare("ack-mode");
		this.properties.add("queue=" + this.queue);
		this.application = RabbitApplication.start(List.of(this.listener), this.properties.toArray(String[]::new));
		RabbitQueues.publish(this.queue, numbers().toArray(String[]::new));
	}

	@AfterEach
	void stopWithAllSettled() {
		await().untilAsserted(() -> assertThat(this.application.failed()).isEmpty());
		this.application.close();
		assertThat(RabbitQueues.drainTexts(this.queue)).as("left in the queue").isEmpty();
	}

	private Received received() {
		return this.application.bean(Received.class);
	}

	private void startListener() {
		this.application.container("listener").start();
	}

	private void awaitReceived(int count) {
		await().untilAsserted(() -> assertThat(received().texts()).hasSize(count));
	}

	@Test
	void whileOffEachMessageComesOnce() {
		startListener();
		awaitReceived(10);
		assertThat(received().texts()).isEqualTo(numbers());
		assertThat(received().redelivered()).containsOnly(false);
	}

	@Test
	void lostMessagesAreGoneFromTheQueue() {
		this.application.always("message-loss", Map.of(), "listener");
		startListener();
		await().until(() -> this.application.injected().size() == 10);
		await().until(() -> RabbitQueues.ready(this.queue) == 0);
		assertThat(received().texts()).isEmpty();
		assertThat(this.application.injected()).extracting(FaultInjected::identity)
			.containsExactlyElementsOf(numbers().stream().map((number) -> "id:" + number).toList());
		assertThat(this.application.injected()).extracting((fault) -> fault.point().toString())
			.containsOnly("rabbit:consume:listener");
	}

	@Test
	void duplicatesCarryTheRedeliveredFlagAndAreAcknowledgedOnce() {
		this.application.always("duplication", Map.of(), "listener");
		startListener();
		awaitReceived(20);
		assertThat(received().texts())
			.containsExactlyElementsOf(numbers().stream().flatMap((number) -> Stream.of(number, number)).toList());
		assertThat(received().redelivered())
			.containsExactlyElementsOf(IntStream.range(0, 20).mapToObj((i) -> i % 2 == 1).toList());
		assertThat(received().marks().get(0)).isNull();
		assertThat(received().marks().get(19)).isEqualTo(this.application.markOfLastFault());
	}

	@Test
	void damagedMessagesComeOnce() {
		this.application.always("corruption", Map.of("mode", "empty"), "listener");
		startListener();
		awaitReceived(10);
		assertThat(received().texts()).containsOnly("");
		assertThat(received().messages()).extracting((message) -> message.getMessageProperties().getMessageId())
			.containsExactlyElementsOf(numbers());
	}

	@Test
	void delayedMessagesComeLateAndInOrder() {
		this.application.always("network-delay", Map.of("delay", "300ms", "maxDelay", "350ms"), "listener");
		startListener();
		await().until(() -> this.application.chaos().held() > 0);
		assertThat(received().texts()).isEmpty();
		awaitReceived(10);
		assertThat(received().texts()).isEqualTo(numbers());
		assertThat(received().redelivered()).containsOnly(false);
	}

	@Test
	void reorderedMessagesAreAllAcknowledged() {
		this.application.always("reordering", Map.of("window", 4, "maxHold", "500ms"), "listener");
		startListener();
		awaitReceived(10);
		assertThat(received().texts()).isNotEqualTo(numbers()).containsExactlyInAnyOrderElementsOf(numbers());
	}

	@Test
	void whatIsHeldReachesTheListenerWithDisable() {
		this.application.always("network-delay", Map.of("delay", "1h"), "listener");
		startListener();
		int prefetched = this.properties.contains("spring.rabbitmq.listener.simple.prefetch=3") ? 3 : 10;
		await().until(() -> this.application.chaos().held() == prefetched);
		this.application.chaos().disable();
		assertThat(this.application.chaos().held()).isZero();
		awaitReceived(10);
		assertThat(received().texts()).isEqualTo(numbers());
		assertThat(this.application.injected()).hasSize(prefetched);
	}

	@Test
	void whatIsHeldIsNotLostWhenTheContainerStops() {
		this.application.always("network-delay", Map.of("delay", "1h"), "listener");
		startListener();
		await().until(() -> this.application.chaos().held() > 0);
		this.application.container("listener").stop();
		assertThat(this.application.chaos().held()).isZero();
		this.application.chaos().disable();
		this.application.container("listener").start();
		await().untilAsserted(() -> assertThat(received().texts()).containsAll(numbers()));
		await().until(() -> RabbitQueues.ready(this.queue) == 0);
	}

	@Test
	void aRestartStopsTheContainerAndWhatItHadComesAgain() {
		this.application.always("service-restart", Map.of("downtime", "100ms"), "listener");
		startListener();
		if (this.acknowledgedWhenSent) {
			// What the client had when it stopped is gone, as the broker forgot it.
			await().until(() -> !this.application.injected().isEmpty());
			await().until(() -> this.application.container("listener").isRunning());
			RabbitQueues.publish(this.queue, "after");
			await().until(() -> received().texts().contains("after"));
			assertThat(received().texts()).doesNotHaveDuplicates();
			return;
		}
		await().untilAsserted(() -> assertThat(received().texts()).containsAll(numbers()));
		assertThat(received().texts()).containsExactlyInAnyOrderElementsOf(numbers());
		assertThat(received().redelivered()).contains(true);
		if (this.quorum) {
			assertThat(received().messages().get(0).getMessageProperties().<Object>getHeader("x-delivery-count"))
				.isEqualTo(1L);
		}
		assertThat(this.application.injected()).extracting(FaultInjected::behavior).containsOnly("service-restart");
		await().until(() -> this.application.container("listener").isRunning());
	}

	private static List<String> numbers() {
		return IntStream.range(0, 10).mapToObj(Integer::toString).toList();
	}

}
