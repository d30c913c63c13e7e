package org.chaosspring.autoconfigure;

import org.chaosspring.actuate.ChaosInfoContributor;
import org.chaosspring.engine.ConfigurableChaosMiddleware;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for {@link ChaosInfoContributor}.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledInfoContributor.class)
@ConditionalOnEnabledInfoContributor("chaos")
@ConditionalOnBean(ConfigurableChaosMiddleware.class)
public final class ChaosInfoAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ChaosInfoContributor chaosInfoContributor(ConfigurableChaosMiddleware middleware) {
		return new ChaosInfoContributor(middleware);
	}

}
