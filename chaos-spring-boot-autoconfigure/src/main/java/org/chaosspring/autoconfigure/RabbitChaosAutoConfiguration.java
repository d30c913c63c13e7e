package org.chaosspring.autoconfigure;

import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.rabbit.RabbitChaosPostProcessor;

import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Has the RabbitMQ clients of the application pass the chaos middleware.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnClass(RabbitTemplate.class)
public final class RabbitChaosAutoConfiguration {

	@Bean
	static RabbitChaosPostProcessor rabbitChaosPostProcessor(ObjectProvider<ConfigurableChaosMiddleware> chaos) {
		return new RabbitChaosPostProcessor(chaos);
	}

	@Bean
	RabbitBlockedConnections rabbitChaosBlockedConnections(ChaosProperties properties,
			ListableBeanFactory beanFactory) {
		return new RabbitBlockedConnections(beanFactory, properties.getSafety().getHalts().isBlockedConnection());
	}

}
