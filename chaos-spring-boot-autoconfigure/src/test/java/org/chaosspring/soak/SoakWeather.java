package org.chaosspring.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

import org.awaitility.core.ConditionTimeoutException;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.brokers.PrivateRabbitMq;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;

import static org.awaitility.Awaitility.await;

/**
 * Everything that may happen to an application, one thing after the other: each behavior,
 * each condition, switching on and off, going back to what was configured, halts, the end
 * of the time, and restarts of brokers in the midst of faults.
 */
final class SoakWeather {

	private static final Map<String, Map<String, Object>> PARAMETERS = Map.of("network-delay",
			Map.of("delay", "5ms", "max-delay", "50ms"), "reordering", Map.of("max-hold", "100ms"), "service-restart",
			Map.of("downtime", "50ms"), "broker-failure", Map.of("broker", "0"), "flood",
			Map.of("factor", 3, "rate", 100), "backpressure", Map.of("rate", 50));

	/**
	 * So seldom that clients are not restarted all the time.
	 */
	private static final double RESTART_RATE = 0.002;

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

	private final BehaviorCatalog behaviors = BehaviorCatalog.builtIn();

	private final ConditionCatalog conditions = ConditionCatalog.builtIn();

	private final SoakApplication application;

	private final EmbeddedKafkaCluster kafka;

	private final PrivateRabbitMq rabbit;

	private final Random random;

	private int toggles;

	private int halts;

	private int restarts;

	SoakWeather(SoakApplication application, EmbeddedKafkaCluster kafka, PrivateRabbitMq rabbit, long seed) {
		this.application = application;
		this.kafka = kafka;
		this.rabbit = rabbit;
		this.random = new Random(seed);
	}

	int toggles() {
		return this.toggles;
	}

	int halts() {
		return this.halts;
	}

	int restarts() {
		return this.restarts;
	}

	/**
	 * Let everything happen once, in an order of chance.
	 * @param messages how many messages pass meanwhile on each broker, if they can
	 */
	void cycle(int messages) {
		List<Runnable> happenings = new ArrayList<>();
		this.behaviors.names().forEach((name) -> happenings.add(() -> impose(behavior(name), messages)));
		this.conditions.names().forEach((name) -> happenings.add(() -> impose(condition(name), messages)));
		happenings.add(() -> toggle(messages));
		happenings.add(() -> halt(messages));
		happenings.add(() -> expire(messages));
		happenings.add(() -> restartKafka(messages));
		happenings.add(() -> restartRabbit(messages));
		Collections.shuffle(happenings, this.random);
		happenings.forEach(Runnable::run);
		chaos().disable();
	}

	private UnaryOperator<ChaosPlan> behavior(String name) {
		double rate = name.equals("service-restart") ? RESTART_RATE : 0.3;
		return (plan) -> plan.withFailureRate(rate)
			.withBehavior(this.behaviors.create(name, PARAMETERS.getOrDefault(name, Map.of())), 1);
	}

	private UnaryOperator<ChaosPlan> condition(String name) {
		return (plan) -> plan
			.withCondition(this.conditions.createImposed(name, PARAMETERS.getOrDefault(name, Map.of())));
	}

	/**
	 * Impose something, and end it in one of the ways there are.
	 */
	private void impose(UnaryOperator<ChaosPlan> change, int messages) {
		enable(change.apply(ChaosPlan.DEFAULT));
		letThrough(messages);
		switch (this.random.nextInt(3)) {
			case 0 -> chaos().disable();
			case 1 -> chaos().reset();
			default -> {
				// Goes on until something else takes its place.
			}
		}
	}

	private void enable(ChaosPlan plan) {
		// Blocked connections halt chaos as well.
		this.application.halts().acknowledge();
		chaos().update((before) -> plan.switchedOn(chaos().expiresIn(TIME_LIMIT)));
	}

	private void halt(int messages) {
		enable(mixed());
		letThrough(messages);
		this.application.sickness().sick = true;
		// Chaos is off a moment before the halt is known, which only then can be
		// acknowledged.
		await().atMost(TIME_LIMIT).until(() -> !chaos().isEnabled() && !this.application.halts().isAcknowledged());
		this.application.sickness().sick = false;
		this.halts++;
	}

	private void expire(int messages) {
		enable(mixed());
		chaos().enable(Duration.ofMillis(200));
		letThrough(messages);
		await().atMost(TIME_LIMIT).until(() -> !chaos().isEnabled());
	}

	private void toggle(int messages) {
		for (int i = 0; i < 20; i++) {
			enable(mixed());
			letThrough(messages / 10);
			chaos().disable();
			this.toggles++;
		}
	}

	private void restartKafka(int messages) {
		int broker = this.restarts++ % 3;
		enable(mixed());
		this.kafka.stopBroker(broker);
		letThrough(messages);
		this.kafka.startBroker(broker);
		chaos().disable();
	}

	private void restartRabbit(int messages) {
		if (this.rabbit.canRestart()) {
			this.restarts++;
			enable(mixed());
			this.rabbit.restart();
			letThrough(messages);
			chaos().disable();
		}
	}

	private ChaosPlan mixed() {
		ChaosPlan plan = ChaosPlan.DEFAULT;
		for (String name : List.of("network-delay", "message-loss", "duplication", "corruption", "reordering")) {
			plan = behavior(name).apply(plan);
		}
		return plan;
	}

	private void letThrough(int messages) {
		int kafkaBefore = this.application.ledgers().kafka.countSent();
		int rabbitBefore = this.application.ledgers().rabbit.countSent();
		try {
			await().pollInterval(Duration.ofMillis(5))
				.atMost(PATIENCE)
				.until(() -> this.application.ledgers().kafka.countSent() >= kafkaBefore + messages
						&& this.application.ledgers().rabbit.countSent() >= rabbitBefore + messages);
		}
		catch (ConditionTimeoutException ex) {
			// Something holds the senders back, as it is meant to.
		}
	}

	private ConfigurableChaosMiddleware chaos() {
		return this.application.chaos();
	}

}
