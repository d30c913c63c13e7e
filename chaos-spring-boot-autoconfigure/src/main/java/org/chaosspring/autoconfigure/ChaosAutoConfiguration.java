package org.chaosspring.autoconfigure;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.behavior.BehaviorFactory;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.condition.ConditionFactory;
import org.chaosspring.condition.NetworkFaults;
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
	BehaviorCatalog chaosBehaviorCatalog(ObjectProvider<BehaviorFactory> own) {
		return BehaviorCatalog.builtInAnd(own.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	ConditionCatalog chaosConditionCatalog(ObjectProvider<ConditionFactory> own) {
		return ConditionCatalog.builtInAnd(own.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	TargetGroups chaosTargetGroups(ChaosProperties properties) {
		return new ChaosPropertiesMapper(properties).targetGroups();
	}

	@Bean
	@ConditionalOnMissingBean
	ConfigurableChaosMiddleware chaosMiddleware(ChaosProperties properties, BehaviorCatalog behaviors,
			ConditionCatalog conditions, TargetGroups targetGroups) {
		ChaosPropertiesMapper mapper = new ChaosPropertiesMapper(properties);
		return new ConfigurableChaosMiddleware(mapper.plan(behaviors, conditions), targetGroups, mapper.settings());
	}

	@Bean
	@ConditionalOnMissingBean
	NetworkFaults chaosNetworkFaults(ConfigurableChaosMiddleware middleware) {
		return new NetworkFaults(middleware);
	}

	@Bean
	ChaosLifecycle chaosLifecycle(ConfigurableChaosMiddleware middleware, ObjectProvider<ChaosListener> listeners,
			ApplicationContext context) {
		return new ChaosLifecycle(middleware, listeners, context);
	}

}
