package org.chaosspring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.observe.ChaosLog;
import org.chaosspring.observe.ChaosMetrics;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the log and the metrics of chaos.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
public final class ChaosObservabilityAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ChaosLog chaosLog() {
		return new ChaosLog();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Metrics {

		@Bean
		@ConditionalOnMissingBean
		ChaosMetrics chaosMetrics(ConfigurableChaosMiddleware middleware) {
			return new ChaosMetrics(middleware);
		}

	}

}
