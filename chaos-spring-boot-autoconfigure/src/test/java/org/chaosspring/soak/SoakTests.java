package org.chaosspring.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.brokers.PrivateRabbitMq;
import org.chaosspring.soak.SoakLedger.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Shows that nothing is lost but what was meant to be, and that nothing is left behind,
 * whatever happens to an application on a real Kafka and a real RabbitMQ:
 * {@code -Dsoak.duration=4m} for as long as you like, else everything once.
 */
@EnabledIf(value = "hasRabbitMq", disabledReason = "No RabbitMQ given, installed, or in a container")
class SoakTests {

	private static final Logger LOG = LoggerFactory.getLogger("soak");

	private static final Duration DURATION = DurationStyle.detectAndParse(System.getProperty("soak.duration", "0s"));

	private static final int MESSAGES = DURATION.isZero() ? 20 : 200;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/**
	 * The threads of chaos and of the clients; the brokers have theirs in this JVM, too.
	 * Those with which Spring closes channels wait a minute for more work.
	 */
	private static final Pattern CLIENTS = Pattern
		.compile("chaos-.*|kafka-producer-.*|kafka-coordinator-.*|org\\.springframework\\..*|AMQP .*");

	static boolean hasRabbitMq() {
		return PrivateRabbitMq.isAvailable() || Boolean.parseBoolean(System.getenv("CHAOS_REQUIRE_RABBITMQ"));
	}

	@Test
	void everyMessageIsAccountedForAndNothingIsLeftBehind() {
		try (EmbeddedKafkaCluster kafka = EmbeddedKafkaCluster.start(3);
				PrivateRabbitMq rabbit = PrivateRabbitMq.start()
					.orElseThrow(() -> new IllegalStateException("RabbitMQ is required but there is none"))) {
			Map<String, Integer> threadsWithoutApplication = threads();
			try (SoakApplication application = SoakApplication.start(kafka, rabbit)) {
				soak(application, new SoakWeather(application, kafka, rabbit, System.nanoTime()));
			}
			await().atMost(PATIENCE).untilAsserted(() -> assertNoThreadsBeyond(threadsWithoutApplication));
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the senders go on until they are shut
													// down
	private static void soak(SoakApplication application, SoakWeather weather) {
		warmUp(application);
		Map<String, Integer> threads = threads();
		application.chaos().reset();
		Instant start = Instant.now();
		ScheduledExecutorService senders = Executors.newScheduledThreadPool(2);
		senders.scheduleWithFixedDelay(application::sendToKafka, 0, 5, TimeUnit.MILLISECONDS);
		senders.scheduleWithFixedDelay(application::sendToRabbit, 0, 5, TimeUnit.MILLISECONDS);
		int cycles = 0;
		do {
			weather.cycle(MESSAGES);
			cycles++;
		}
		while (Instant.now().isBefore(start.plus(DURATION)));
		senders.shutdown();
		await().atMost(PATIENCE).until(senders::isTerminated);
		settle(application);
		SoakApplication.Ledgers ledgers = application.ledgers();
		LOG.info("{} cycles in {} s, {} toggles, {} halts, {} restarts of brokers", cycles,
				Duration.between(start, Instant.now()).toSeconds(), weather.toggles(), weather.halts(),
				weather.restarts());
		LOG.info("Kafka: {}", ledgers.kafka.account());
		LOG.info("RabbitMQ: {}", ledgers.rabbit.account());
		LOG.info("Faults: {}", new TreeMap<>(ledgers.faults));
		LOG.info("Errors inside chaos: {}", ledgers.errors);
		LOG.info("Held: {}, threads before: {}, after: {}", application.chaos().held(), threads, threads());
		assertAccount(ledgers.kafka.account());
		assertAccount(ledgers.rabbit.account());
		assertThat(application.chaos().held()).isZero();
		await().atMost(PATIENCE).untilAsserted(() -> assertNoThreadsBeyond(threads));
	}

	/**
	 * Have all threads of the application at work once.
	 */
	private static void warmUp(SoakApplication application) {
		application.chaos()
			.update((plan) -> plan.withFailureRate(1)
				.withBehavior(BehaviorCatalog.builtIn().create("network-delay", Map.of()), 1)
				.switchedOn(null));
		application.sendToKafka();
		application.sendToRabbit();
		await().atMost(PATIENCE)
			.until(() -> application.ledgers().kafka.account().delivered() == 1
					&& application.ledgers().rabbit.account().delivered() == 1);
	}

	private static void settle(SoakApplication application) {
		for (SoakLedger ledger : new SoakLedger[] { application.ledgers().kafka, application.ledgers().rabbit }) {
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(ledger.unanswered())
					.as(() -> "Messages without an answer, while %d are held, met %s"
						.formatted(application.chaos().held(), ledger.faultsOf(ledger.unanswered())))
					.isEmpty());
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(ledger.missing()).isEmpty());
		}
	}

	private static void assertAccount(Account account) {
		assertThat(account.missing()).isZero();
		assertThat(account.delivered() + account.lostByChaos() + account.lostByApplication()).isEqualTo(account.sent());
		assertThat(account.delivered()).isPositive();
		assertThat(account.lostByChaos()).isPositive();
	}

	private static void assertNoThreadsBeyond(Map<String, Integer> before) {
		assertThat(threads())
			.allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(before.getOrDefault(name, 0)));
	}

	private static Map<String, Integer> threads() {
		Map<String, Integer> threads = new TreeMap<>();
		Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter(CLIENTS.asMatchPredicate())
			.forEach((name) -> threads.merge(name.replaceAll("\\d+", ""), 1, Integer::sum));
		return threads;
	}

}
