package org.chaosspring.autoconfigure;

import org.chaosspring.actuate.ChaosEndpoint;
import org.chaosspring.actuate.ChaosEndpointJmxExtension;
import org.chaosspring.actuate.ChaosOperations;
import org.chaosspring.actuate.ForecastCounts;
import org.chaosspring.actuate.InjectionCounts;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.safety.Halts;
import org.chaosspring.target.TargetGroups;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for {@link ChaosEndpoint}.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class, before = ManagementContextAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(ChaosEndpoint.class)
@ConditionalOnBean(ConfigurableChaosMiddleware.class)
public final class ChaosEndpointAutoConfiguration {

	@Bean
	InjectionCounts chaosInjectionCounts() {
		return new InjectionCounts();
	}

	@Bean
	ForecastCounts chaosForecastCounts() {
		return new ForecastCounts();
	}

	@Bean
	ChaosOperations chaosOperations(ConfigurableChaosMiddleware middleware, BehaviorCatalog behaviors,
			ConditionCatalog conditions, TargetGroups groups, InjectionCounts counts, ForecastCounts forecast,
			Halts halts) {
		return new ChaosOperations(middleware, behaviors, conditions, groups, counts, forecast, halts);
	}

	@Bean
	@ConditionalOnMissingBean
	ChaosEndpoint chaosEndpoint(ChaosOperations operations) {
		return new ChaosEndpoint(operations);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	ChaosEndpointJmxExtension chaosEndpointJmxExtension(ChaosOperations operations) {
		return new ChaosEndpointJmxExtension(operations);
	}

}
