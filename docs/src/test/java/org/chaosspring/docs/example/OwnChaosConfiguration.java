package org.chaosspring.docs.example;

import org.chaosspring.behavior.BehaviorFactory;
import org.chaosspring.condition.ConditionFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class OwnChaosConfiguration {

	@Bean
	BehaviorFactory tailLatency() {
		return BehaviorFactory.of("tail-latency", TailLatency::from);
	}

	@Bean
	ConditionFactory flappingNetwork() {
		return ConditionFactory.of("flapping-network", FlappingNetwork::from);
	}

}
