package org.chaosspring.demo;

import java.util.List;

import org.chaosspring.brokers.EmbeddedAmqpBroker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Starts a broker for AMQP inside this process and connects Spring Boot to it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "demo.rabbit.embedded", matchIfMissing = true)
class EmbeddedRabbitConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedRabbitConfiguration.class);

	@Bean
	EmbeddedAmqpBroker embeddedAmqpBroker(DemoProperties properties) {
		Integer port = properties.rabbit().port();
		EmbeddedAmqpBroker broker = (port != null) ? EmbeddedAmqpBroker.start(port) : EmbeddedAmqpBroker.start();
		logger.info("AMQP runs in this process at {}", broker.address());
		return broker;
	}

	@Bean
	RabbitConnectionDetails embeddedRabbitConnectionDetails(EmbeddedAmqpBroker broker) {
		return new RabbitConnectionDetails() {

			@Override
			public List<Address> getAddresses() {
				return List.of(new Address("localhost", broker.port()));
			}

			@Override
			public String getUsername() {
				return broker.username();
			}

			@Override
			public String getPassword() {
				return broker.password();
			}

		};
	}

}
