package org.chaosspring.demo;

import java.time.InstantSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The ledger of the pipeline.
 */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

	@Bean
	Ledger ledger(DemoProperties properties) {
		return new Ledger(InstantSource.system(), properties.patience());
	}

}
