package org.chaosspring.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.halt.HealthHalt;
import org.chaosspring.halt.MeterHalt;
import org.chaosspring.observe.ChaosAudit;
import org.chaosspring.observe.ChaosLog;
import org.chaosspring.observe.ChaosMetrics;
import org.chaosspring.observe.ChaosObservations;
import org.chaosspring.parameter.Catalog;
import org.chaosspring.safety.HaltConditions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the log, the metrics and the observations of chaos.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
public final class ChaosObservabilityAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ChaosLog chaosLog() {
		return new ChaosLog();
	}

	@Lazy
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthEndpoint.class)
	static class Health {

		@Bean
		HaltConditions chaosHealthHalt(ChaosProperties properties, ObjectProvider<HealthEndpoint> health) {
			boolean wanted = properties.getSafety().getHalts().isHealth();
			return () -> wanted ? health.stream().map(HealthHalt::new).toList() : List.of();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AuditApplicationEvent.class)
	static class Audit {

		@Bean
		@ConditionalOnMissingBean
		ChaosAudit chaosAudit(ApplicationEventPublisher publisher) {
			return new ChaosAudit(publisher);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Metrics {

		@Bean
		@Lazy
		HaltConditions chaosMeterHalts(ChaosProperties properties, ObjectProvider<MeterRegistry> registry) {
			List<MeterHalt> halts = new SafetyPropertiesMapper(properties).meterBounds()
				.entrySet()
				.stream()
				.map((bound) -> new MeterHalt(bound.getKey(), bound.getValue(), registry::getIfUnique))
				.toList();
			return () -> halts;
		}

		@Bean
		@ConditionalOnMissingBean
		ChaosMetrics chaosMetrics(ConfigurableChaosMiddleware middleware) {
			return new ChaosMetrics(middleware);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	static class Observations {

		/**
		 * Spring Boot gives handlers to the registry, which has to be left for later.
		 */
		@Bean
		@ConditionalOnMissingBean
		ChaosObservations chaosObservations(ConfigurableChaosMiddleware middleware,
				ObjectProvider<ObservationRegistry> registry, ObjectProvider<BehaviorCatalog> behaviors,
				ObjectProvider<ConditionCatalog> conditions) {
			return new ChaosObservations(middleware, registry::getIfUnique,
					SingletonSupplier.of(() -> names(behaviors.getObject(), conditions.getObject())));
		}

		private static Set<String> names(Catalog<?> behaviors, Catalog<?> conditions) {
			Set<String> names = new HashSet<>(behaviors.names());
			names.addAll(conditions.names());
			return names;
		}

	}

}
