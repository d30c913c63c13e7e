package org.chaosspring.docs.example;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests that an application can add what the documentation shows, on a real Kafka.
 */
class OwnChaosTests {

	private static final String TOPIC = "orders";

	private static EmbeddedKafkaCluster cluster;

	@BeforeAll
	static void startBroker() {
		cluster = EmbeddedKafkaCluster.start(1);
		cluster.createTopic(TOPIC, 1, 1);
	}

	@AfterAll
	static void stopBroker() {
		cluster.close();
	}

	@Test
	void aBehaviorOfTheApplicationHitsItsMessages() throws Exception {
		try (ConfigurableApplicationContext application = start("chaos.messaging.failure-rate=1",
				"chaos.messaging.behaviors.tail-latency.usual=20ms",
				"chaos.messaging.behaviors.tail-latency.worst=40ms")) {
			List<ChaosEvent.FaultInjected> faults = faults(application);
			chaos(application).enable();
			CompletableFuture<?> sent = send(application);
			sent.get(30, TimeUnit.SECONDS);
			assertThat(faults).singleElement().satisfies((fault) -> {
				assertThat(fault.behavior()).isEqualTo("tail-latency");
				assertThat(fault.effect()).hasFieldOrProperty("delay");
			});
		}
	}

	@Test
	void aConditionOfTheApplicationHoldsUntilItIsLifted() throws Exception {
		try (ConfigurableApplicationContext application = start("chaos.messaging.conditions.flapping-network.up=1ms",
				"chaos.messaging.conditions.flapping-network.down=1h")) {
			send(application).get(30, TimeUnit.SECONDS);
			List<ChaosEvent.FaultInjected> faults = faults(application);
			chaos(application).enable();
			Deque<CompletableFuture<?>> sent = new ArrayDeque<>();
			await().until(() -> {
				sent.add(send(application));
				return !faults.isEmpty();
			});
			assertThat(sent.getLast()).isNotDone();
			assertThat(faults.get(0).behavior()).isEqualTo("flapping-network");
			chaos(application).liftCondition("flapping-network");
			sent.getLast().get(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void aWrongParameterStopsTheStart() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> start("chaos.messaging.behaviors.tail-latency.wurst=2s"))
			.havingRootCause()
			.withMessage("is not known; known are [probability, usual, worst]");
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(Map.of("spring.kafka.bootstrap-servers", cluster.bootstrapServers()))
			.properties(properties)
			.run();
	}

	private static ConfigurableChaosMiddleware chaos(ConfigurableApplicationContext application) {
		return application.getBean(ConfigurableChaosMiddleware.class);
	}

	private static List<ChaosEvent.FaultInjected> faults(ConfigurableApplicationContext application) {
		List<ChaosEvent.FaultInjected> faults = new CopyOnWriteArrayList<>();
		chaos(application).addListener((event) -> {
			if (event instanceof ChaosEvent.FaultInjected fault) {
				faults.add(fault);
			}
		});
		return faults;
	}

	@SuppressWarnings("unchecked")
	private static CompletableFuture<?> send(ConfigurableApplicationContext application) {
		return application.getBean(KafkaTemplate.class).send(TOPIC, "7", "order");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OwnChaosConfiguration.class)
	static class Application {

	}

}
