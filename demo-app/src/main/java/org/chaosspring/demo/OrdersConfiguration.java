package org.chaosspring.demo;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/**
 * The topics of the pipeline, and what happens to orders that fail in them.
 */
@Configuration(proxyBeanMethods = false)
class OrdersConfiguration {

	@Bean
	NewTopic orders(DemoProperties properties) {
		return topic(Topics.ORDERS, properties.kafka());
	}

	@Bean
	NewTopic orderDeadLetters(DemoProperties properties) {
		return topic(Topics.DEAD_LETTERS, properties.kafka());
	}

	private static NewTopic topic(String name, DemoProperties.Kafka kafka) {
		return TopicBuilder.name(name).partitions(kafka.partitions()).replicas(kafka.replicas()).build();
	}

	@Bean
	CommonErrorHandler retriesThenDeadLetters(KafkaTemplate<?, ?> template, ProducerFactory<?, ?> producers,
			DemoProperties properties) {
		Map<Class<?>, KafkaOperations<?, ?>> templates = new LinkedHashMap<>();
		templates.put(byte[].class, new KafkaTemplate<>(producers,
				Map.of(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class)));
		templates.put(Object.class, template);
		DefaultErrorHandler errorHandler = new DefaultErrorHandler(new DeadLetterPublishingRecoverer(templates),
				new FixedBackOff(properties.retry().interval().toMillis(), properties.retry().retries()));
		errorHandler.addNotRetryableExceptions(PaymentDeclinedException.class);
		return errorHandler;
	}

	@Bean
	SettledOrders settledOrders() {
		return new SettledOrders();
	}

}
