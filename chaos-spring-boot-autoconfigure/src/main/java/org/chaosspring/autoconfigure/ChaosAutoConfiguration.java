package org.chaosspring.autoconfigure;

import java.util.stream.Stream;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.behavior.BehaviorFactory;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.condition.ConditionFactory;
import org.chaosspring.condition.NetworkFaults;
import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.safety.HaltCondition;
import org.chaosspring.safety.HaltConditions;
import org.chaosspring.safety.Halts;
import org.chaosspring.safety.KillSwitch;
import org.chaosspring.safety.PlanLimits;
import org.chaosspring.safety.ProtectedTargeting;
import org.chaosspring.target.TargetGroups;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the middleware, which is there whether chaos is on or off. It
 * comes after the availability of the application, so that health knows of accepted
 * traffic before chaos begins with it.
 */
@AutoConfiguration(after = ApplicationAvailabilityAutoConfiguration.class)
@EnableConfigurationProperties(ChaosProperties.class)
public final class ChaosAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	BehaviorCatalog chaosBehaviorCatalog(ObjectProvider<BehaviorFactory> own) {
		return BehaviorCatalog.builtInAnd(own.orderedStream().toList());
	}

	@Bean
	@Lazy
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
	ConfigurableChaosMiddleware chaosMiddleware(ChaosProperties properties, ObjectProvider<BehaviorCatalog> behaviors,
			ObjectProvider<ConditionCatalog> conditions, TargetGroups targetGroups, KillSwitch killSwitch, Halts halts,
			Environment environment) {
		ChaosPropertiesMapper mapper = new ChaosPropertiesMapper(properties);
		SafetyPropertiesMapper safety = new SafetyPropertiesMapper(properties);
		PlanLimits limits = safety.limits();
		return new ConfigurableChaosMiddleware(mapper.plan(behaviors::getObject, conditions::getObject, limits),
				new ProtectedTargeting(targetGroups, limits.protection()), mapper.settings(),
				safety.guard(limits, killSwitch, halts, environment));
	}

	@Bean
	@ConditionalOnMissingBean
	KillSwitch chaosKillSwitch(ChaosProperties properties, Environment environment) {
		return new SafetyPropertiesMapper(properties).killSwitch(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	Halts chaosHalts(ChaosProperties properties, ObjectProvider<HaltCondition> single,
			ObjectProvider<HaltConditions> several) {
		return new SafetyPropertiesMapper(properties).halts(() -> Stream
			.concat(several.orderedStream().flatMap((some) -> some.conditions().stream()), single.orderedStream())
			.toList());
	}

	@Bean
	@Lazy
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
