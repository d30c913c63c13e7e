package org.chaosspring.brokers;

import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PrivateRabbitMq}.
 */
class PrivateRabbitMqTests {

	@Test
	@EnabledIf(value = "isAvailable", disabledReason = "No RabbitMQ given, installed, or in a container")
	void aRealRabbitMqStartsAndEndsWithAllThatItStarted() {
		Set<Long> before = processes();
		try (PrivateRabbitMq broker = PrivateRabbitMq.start().orElseThrow()) {
			CachingConnectionFactory factory = new CachingConnectionFactory(broker.host(), broker.port());
			factory.setUsername(broker.username());
			factory.setPassword(broker.password());
			new RabbitAdmin(factory).declareQueue(QueueBuilder.durable("fixture").quorum().build());
			RabbitTemplate template = new RabbitTemplate(factory);
			template.convertAndSend("fixture", "one");
			assertThat(template.receiveAndConvert("fixture", 5000)).isEqualTo("one");
			if (broker.canRestart()) {
				template.convertAndSend("fixture", "two");
				broker.restart();
				assertThat(template.receiveAndConvert("fixture", 5000)).isEqualTo("two");
			}
			new RabbitAdmin(factory).deleteQueue("fixture");
			factory.destroy();
		}
		assertThat(processes()).isEqualTo(before);
	}

	static boolean isAvailable() {
		return PrivateRabbitMq.isAvailable();
	}

	private static Set<Long> processes() {
		return ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
	}

}
