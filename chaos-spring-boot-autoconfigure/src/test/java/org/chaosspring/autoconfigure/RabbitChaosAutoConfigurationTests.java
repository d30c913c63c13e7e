package org.chaosspring.autoconfigure;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.chaosspring.rabbit.RabbitChaosPostProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.SimpleRoutingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.InfrastructureProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RabbitChaosAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RabbitChaosAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(ChaosAutoConfiguration.class, RabbitChaosAutoConfiguration.class, KafkaChaosAutoConfiguration.class));

	@Test
	void backsOffWithoutSpringRabbit() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.amqp", "com.rabbitmq"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RabbitChaosPostProcessor.class));
	}

	@Test
	void needsNoKafka() {
		this.runner.withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.kafka", "org.apache.kafka"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RabbitChaosPostProcessor.class));
	}

	@Test
	void runsNextToKafka() {
		this.runner.withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RabbitChaosPostProcessor.class)
				.hasBean("kafkaChaosPostProcessor"));
	}

	@Test
	void givesTemplatesAViewAndLeavesTheConnectionFactoryAlone() {
		this.runner.withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class)).run((context) -> {
			ConnectionFactory own = context.getBean(ConnectionFactory.class);
			ConnectionFactory view = context.getBean(RabbitTemplate.class).getConnectionFactory();
			assertThat(own).isInstanceOf(CachingConnectionFactory.class);
			assertThat(view).isNotSameAs(own)
				.isInstanceOfSatisfying(InfrastructureProxy.class,
						(proxy) -> assertThat(proxy.getWrappedObject()).isSameAs(own));
		});
	}

	@Test
	void warnsThatRoutingConnectionFactoriesAreNotReached(CapturedOutput output) {
		this.runner.withUserConfiguration(Routing.class)
			.run((context) -> assertThat(context.getBean(RabbitTemplate.class).getConnectionFactory())
				.isInstanceOf(SimpleRoutingConnectionFactory.class));
		assertThat(output.getAll().lines().filter((line) -> line.contains("routing connection factory")).toList())
			.singleElement(InstanceOfAssertFactories.STRING)
			.contains("'template' uses a routing connection factory, so that chaos cannot be injected");
	}

	@Configuration(proxyBeanMethods = false)
	static class Routing {

		@Bean
		RabbitTemplate template() {
			SimpleRoutingConnectionFactory factory = new SimpleRoutingConnectionFactory();
			factory.setDefaultTargetConnectionFactory(new CachingConnectionFactory());
			return new RabbitTemplate(factory);
		}

	}

}
