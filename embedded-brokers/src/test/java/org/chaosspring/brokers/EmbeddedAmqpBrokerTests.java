package org.chaosspring.brokers;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link EmbeddedAmqpBroker}.
 */
class EmbeddedAmqpBrokerTests {

	@Test
	void messagesGoRoundWithARabbitMqClient() {
		try (EmbeddedAmqpBroker broker = EmbeddedAmqpBroker.start()) {
			CachingConnectionFactory factory = connect(broker.port(), broker.username(), broker.password());
			new RabbitAdmin(factory).declareQueue(new Queue("orders", true, false, false,
					Map.of("x-dead-letter-exchange", "ignored", "x-message-ttl", 1)));
			RabbitTemplate template = new RabbitTemplate(factory);
			template.convertAndSend("orders", "one");
			assertThat(template.receiveAndConvert("orders", 5000)).isEqualTo("one");
			factory.destroy();
		}
	}

	@Test
	void twoBrokersRunNextToEachOtherAndStopOneByOne() {
		try (EmbeddedAmqpBroker one = EmbeddedAmqpBroker.start()) {
			EmbeddedAmqpBroker other = EmbeddedAmqpBroker.start();
			assertThat(other.port()).isNotEqualTo(one.port());
			other.close();
			CachingConnectionFactory factory = connect(one.port(), one.username(), one.password());
			assertThat(factory.createConnection().isOpen()).isTrue();
			factory.destroy();
		}
	}

	@Test
	void aBrokerThatEndedAlreadyIsClosedWithoutAnError() {
		EmbeddedAmqpBroker broker = EmbeddedAmqpBroker.start();
		broker.close();
		assertThatNoException().isThrownBy(broker::close);
	}

	static CachingConnectionFactory connect(int port, String username, String password) {
		CachingConnectionFactory factory = new CachingConnectionFactory("localhost", port);
		factory.setUsername(username);
		factory.setPassword(password);
		return factory;
	}

}
