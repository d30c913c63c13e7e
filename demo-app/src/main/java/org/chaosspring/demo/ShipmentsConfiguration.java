package org.chaosspring.demo;

import java.util.List;

import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.retry.MessageRecoverer;
import org.springframework.amqp.rabbit.retry.RepublishMessageRecovererWithConfirms;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.amqp.support.converter.MessageConversionException;
import org.springframework.amqp.support.converter.SimpleMessageConverter;
import org.springframework.boot.amqp.autoconfigure.RabbitListenerRetrySettingsCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The queues of the pipeline, and what happens to shipments that fail in them.
 */
@Configuration(proxyBeanMethods = false)
class ShipmentsConfiguration {

	private static final String DEFAULT_EXCHANGE = "";

	@Bean
	TopicExchange shipmentsExchange() {
		return new TopicExchange(Queues.SHIPMENTS);
	}

	@Bean
	Queue shipments() {
		return QueueBuilder.durable(Queues.SHIPMENTS).build();
	}

	@Bean
	Binding shipmentsOfAllCustomers(Queue shipments, TopicExchange shipmentsExchange) {
		return BindingBuilder.bind(shipments).to(shipmentsExchange).with("#");
	}

	@Bean
	Queue shipmentDeadLetters() {
		return QueueBuilder.durable(Queues.DEAD_LETTERS).build();
	}

	@Bean
	JacksonJsonMessageConverter jsonMessageConverter() {
		return new JacksonJsonMessageConverter();
	}

	/**
	 * Leaves the body as it came: that of a dead letter may be damaged.
	 */
	@Bean(defaultCandidate = false)
	SimpleMessageConverter untouched() {
		return new SimpleMessageConverter();
	}

	/**
	 * Sends what cannot be shipped to the dead letters, and settles it only when they
	 * have it. The application does so itself, because a dead letter exchange is not part
	 * of AMQP, and the embedded broker has none.
	 */
	@Bean
	MessageRecoverer deadLetters(RabbitTemplate template) {
		return new RepublishMessageRecovererWithConfirms(template, DEFAULT_EXCHANGE, Queues.DEAD_LETTERS,
				ConfirmType.CORRELATED);
	}

	@Bean
	RabbitListenerRetrySettingsCustomizer retriesOfShipments(DemoProperties properties) {
		return (settings) -> {
			settings.setDelay(properties.retry().interval());
			settings.setMaxRetries(properties.retry().retries());
			settings.setExceptionExcludes(List.of(ShipmentRefusedException.class, MessageConversionException.class));
		};
	}

	@Bean
	SettledOrders settledShipments() {
		return new SettledOrders();
	}

}
