package org.chaosspring.autoconfigure;

import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.kafka.KafkaChaosPostProcessor;
import org.chaosspring.kafka.KafkaListenerPoints;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Has the Kafka clients of the application pass the chaos middleware.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnClass(KafkaTemplate.class)
public final class KafkaChaosAutoConfiguration {

	@Bean
	static KafkaChaosPostProcessor kafkaChaosPostProcessor(ObjectProvider<ConfigurableChaosMiddleware> chaos,
			ObjectProvider<KafkaListenerPoints> listeners) {
		return new KafkaChaosPostProcessor(chaos, listeners);
	}

	@Bean
	static KafkaListenerPoints kafkaChaosListenerPoints() {
		return new KafkaListenerPoints();
	}

}
