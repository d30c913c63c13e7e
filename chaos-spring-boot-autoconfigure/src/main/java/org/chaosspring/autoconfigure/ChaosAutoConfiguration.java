package org.chaosspring.autoconfigure;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.target.TargetGroups;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the middleware, which is there whether chaos is on or off.
 */
@AutoConfiguration
@EnableConfigurationProperties(ChaosProperties.class)
public final class ChaosAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BehaviorCatalog chaosBehaviorCatalog() {
		return BehaviorCatalog.builtIn();
	}

	@Bean
	@ConditionalOnMissingBean
	TargetGroups chaosTargetGroups(ChaosProperties properties) {
		return new ChaosPropertiesMapper(properties).targetGroups();
	}

	@Bean
	@ConditionalOnMissingBean
	ConfigurableChaosMiddleware chaosMiddleware(ChaosProperties properties, BehaviorCatalog catalog,
			TargetGroups targetGroups) {
		ChaosPropertiesMapper mapper = new ChaosPropertiesMapper(properties);
		return new ConfigurableChaosMiddleware(mapper.plan(catalog), targetGroups, mapper.settings());
	}

	@Bean
	ChaosLifecycle chaosLifecycle(ConfigurableChaosMiddleware middleware, ObjectProvider<ChaosListener> listeners,
			ApplicationContext context) {
		return new ChaosLifecycle(middleware, listeners, context);
	}

}
