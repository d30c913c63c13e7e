package org.chaosspring.rabbit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

import org.chaosspring.contract.Toggling;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.Direction;
import org.chaosspring.rabbit.RabbitListening.Plain;
import org.chaosspring.rabbit.RabbitListening.Received;
import org.chaosspring.rabbit.RabbitQueues.Taken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.connection.CorrelationData;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Shows under load that nothing held is lost and that off means off: two threads send
 * while chaos is switched on and off hundreds of times, and every message is accounted
 * for by its id, on the broker and at the listener.
 */
@NeedsRabbitMq
class RabbitToggleTests {

	private static final int TOGGLES = 500;

	@ParameterizedTest(name = "{0} container, {1} confirms")
	@CsvSource({ "simple, none", "direct, correlated" })
	void everyMessageIsAccountedForThroughHundredsOfToggles(String container, String confirms) throws Exception {
		String queue = RabbitQueues.declare("toggles");
		String copies = RabbitQueues.declare("toggles-copies");
		String exchange = "exchange-of-" + queue;
		RabbitQueues.bind(queue, exchange, "fanout", "");
		RabbitQueues.bind(copies, exchange, "fanout", "");
		try (RabbitApplication application = RabbitApplication.start(List.of(Plain.class), "queue=" + queue,
				"spring.rabbitmq.listener.type=" + container, "spring.rabbitmq.publisher-confirm-type=" + confirms)) {
			application.container("listener").start();
			Collection<CorrelationData> confirmed = new ConcurrentLinkedQueue<>();
			List<String> sent = new Toggling(application.chaos(), () -> application.injected().size(), (id) -> {
				CorrelationData confirm = new CorrelationData(id);
				application.template().send(exchange, "", message(id), confirm);
				confirmed.add(confirm);
			}).run(TOGGLES);
			assertThat(application.injected()).hasSizeGreaterThan(TOGGLES);
			Map<String, Integer> onBroker = changed(counts(sent), application, Direction.PRODUCE);
			int messages = onBroker.values().stream().mapToInt(Integer::intValue).sum();
			await().untilAsserted(() -> assertThat(RabbitQueues.ready(copies)).isEqualTo(messages));
			assertThat(counts(RabbitQueues.drain(copies).stream().map(RabbitToggleTests::id).toList()))
				.isEqualTo(onBroker);
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(counts(received(application)))
					.isEqualTo(changed(onBroker, application, Direction.CONSUME)));
			if ("correlated".equals(confirms)) {
				assertThat(confirmed)
					.allSatisfy((confirm) -> assertThat(confirm.getFuture()).succeedsWithin(Duration.ofSeconds(10))
						.returns(true, CorrelationData.Confirm::ack));
			}
			assertThat(application.failed()).isEmpty();
			application.container("listener").stop();
			assertThat(RabbitQueues.ready(queue)).isZero();
		}
	}

	private static Message message(String id) {
		return MessageBuilder.withBody(id.getBytes(StandardCharsets.UTF_8)).setMessageId(id).build();
	}

	private static String id(Taken taken) {
		return taken.properties().getMessageId();
	}

	private static List<String> received(RabbitApplication application) {
		return application.bean(Received.class)
			.messages()
			.stream()
			.map((message) -> message.getMessageProperties().getMessageId())
			.toList();
	}

	/**
	 * What is left of messages behind what was lost and doubled on one way.
	 */
	private static Map<String, Integer> changed(Map<String, Integer> before, RabbitApplication application,
			Direction direction) {
		Map<String, Integer> counts = new HashMap<>(before);
		for (FaultInjected fault : application.injected()) {
			if (fault.point().direction() == direction) {
				counts.merge(fault.identity().substring("id:".length()), switch (fault.behavior()) {
					case "message-loss" -> -1;
					case "duplication" -> 1;
					default -> 0;
				}, Integer::sum);
			}
		}
		counts.values().removeIf((count) -> count == 0);
		return counts;
	}

	private static Map<String, Integer> counts(List<String> ids) {
		return ids.stream().collect(Collectors.toMap((id) -> id, (id) -> 1, Integer::sum));
	}

}
