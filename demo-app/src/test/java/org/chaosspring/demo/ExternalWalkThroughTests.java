package org.chaosspring.demo;

import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.brokers.PrivateRabbitMq;
import org.junit.jupiter.api.condition.EnabledIf;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * Walks through the demo on brokers elsewhere, one of which is RabbitMQ itself.
 */
@ActiveProfiles("external")
@EnabledIf(value = "hasRabbitMq", disabledReason = "No RabbitMQ given, installed, or in a container")
class ExternalWalkThroughTests extends WalkThrough {

	static boolean hasRabbitMq() {
		return PrivateRabbitMq.isAvailable() || Boolean.parseBoolean(System.getenv("CHAOS_REQUIRE_RABBITMQ"));
	}

	/**
	 * Brokers that the demo did not start, and that outlive it.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Brokers {

		@Bean
		EmbeddedKafkaCluster kafka() {
			return EmbeddedKafkaCluster.start(3);
		}

		@Bean
		PrivateRabbitMq rabbitMq() {
			return PrivateRabbitMq.start()
				.orElseThrow(() -> new IllegalStateException("RabbitMQ is required but there is none"));
		}

		@Bean
		DynamicPropertyRegistrar addresses(EmbeddedKafkaCluster kafka, PrivateRabbitMq rabbitMq) {
			return (properties) -> {
				properties.add("spring.kafka.bootstrap-servers", kafka::bootstrapServers);
				properties.add("spring.rabbitmq.addresses", rabbitMq::address);
			};
		}

	}

}
