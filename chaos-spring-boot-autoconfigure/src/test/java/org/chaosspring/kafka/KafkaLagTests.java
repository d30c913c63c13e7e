package org.chaosspring.kafka;

import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.chaosspring.autoconfigure.ChaosBacklogAutoConfiguration;
import org.chaosspring.kafka.KafkaListening.Received;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link KafkaLag}, as a meter of an application.
 */
@ExtendWith(KafkaBroker.class)
class KafkaLagTests {

	@Test
	void theLagIsWhatAGroupHasNotCommitted() {
		String topic = KafkaApplication.newTopic("lag", 2);
		try (KafkaApplication application = start(topic, "chaos.messaging.backlog-interval=100ms")) {
			application.sendNumbers(topic, "key", 2);
			KafkaListening.start(application);
			await().until(() -> application.bean(Received.class).values().size() == 2);
			KafkaListening.stop(application);
			application.sendNumbers(topic, "key", 3);
			await().until(() -> Double.valueOf(3).equals(lag(application, topic)));
			KafkaListening.start(application);
			await().until(() -> Double.valueOf(0).equals(lag(application, topic)));
		}
	}

	@Test
	void withoutAnIntervalKafkaIsNotAsked() {
		String topic = KafkaApplication.newTopic("no-lag", 1);
		try (KafkaApplication application = start(topic)) {
			assertThat(application.bean(MeterRegistry.class).find("chaos.consumer.lag").meters()).isEmpty();
		}
	}

	private static KafkaApplication start(String topic, String... properties) {
		String[] all = Arrays.copyOf(properties, properties.length + 1);
		all[properties.length] = "topic=" + topic;
		return KafkaApplication.start(List.of(KafkaListening.Plain.class, Metered.class), all);
	}

	private static @Nullable Double lag(KafkaApplication application, String topic) {
		Gauge gauge = application.bean(MeterRegistry.class)
			.find("chaos.consumer.lag")
			.tags("consumer.group", topic, "topic", topic)
			.gauge();
		return (gauge != null) ? gauge.value() : null;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MetricsAutoConfiguration.class, ChaosBacklogAutoConfiguration.class })
	static class Metered {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
