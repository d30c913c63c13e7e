package org.chaosspring.autoconfigure;

import org.chaosspring.actuate.ChaosHealthIndicator;
import org.chaosspring.engine.ConfigurableChaosMiddleware;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for {@link ChaosHealthIndicator}.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("chaos")
@ConditionalOnBean(ConfigurableChaosMiddleware.class)
public final class ChaosHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ChaosHealthIndicator chaosHealthIndicator(ConfigurableChaosMiddleware middleware) {
		return new ChaosHealthIndicator(middleware);
	}

}
