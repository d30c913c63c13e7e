package org.chaosspring.demo;

import java.util.List;

import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Starts three brokers inside this process and connects Spring Boot to them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "demo.kafka.embedded", matchIfMissing = true)
class EmbeddedKafkaConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedKafkaConfiguration.class);

	private static final int BROKERS = 3;

	@Bean
	EmbeddedKafkaCluster embeddedKafkaCluster(DemoProperties properties) {
		List<Integer> ports = properties.kafka().ports();
		EmbeddedKafkaCluster cluster = ports.isEmpty() ? EmbeddedKafkaCluster.start(BROKERS)
				: EmbeddedKafkaCluster.start(ports);
		logger.info("Kafka runs in this process at {}", cluster.bootstrapServers());
		return cluster;
	}

	@Bean
	KafkaConnectionDetails embeddedKafkaConnectionDetails(EmbeddedKafkaCluster cluster) {
		List<String> bootstrapServers = List.of(cluster.bootstrapServers().split(","));
		return new KafkaConnectionDetails() {

			@Override
			public List<String> getBootstrapServers() {
				return bootstrapServers;
			}

		};
	}

}
