package org.chaosspring.rabbit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.chaosspring.autoconfigure.ChaosAutoConfiguration;
import org.chaosspring.autoconfigure.RabbitChaosAutoConfiguration;
import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.brokers.EmbeddedAmqpBroker;
import org.chaosspring.brokers.PrivateRabbitMq;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosListener;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;

import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A Spring Boot application on a real RabbitMQ, with what tests want to know of it.
 */
final class RabbitApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RabbitApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start on RabbitMQ.
	 */
	static RabbitApplication start(List<Class<?>> configuration, String... properties) {
		PrivateRabbitMq broker = RabbitBroker.broker();
		return startAt(broker.host(), broker.port(), broker.username(), broker.password(), configuration, properties);
	}

	/**
	 * Start on RabbitMQ, with listeners of a queue.
	 */
	static RabbitApplication startOn(String queue, List<Class<?>> configuration, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("queue=" + queue);
		return start(configuration, all.toArray(String[]::new));
	}

	/**
	 * Start on the broker inside this JVM.
	 */
	static RabbitApplication start(EmbeddedAmqpBroker broker, List<Class<?>> configuration, String... properties) {
		return startAt("localhost", broker.port(), broker.username(), broker.password(), configuration, properties);
	}

	private static RabbitApplication startAt(String host, int port, String username, String password,
			List<Class<?>> configuration, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.rabbitmq.host=" + host, "spring.rabbitmq.port=" + port,
				"spring.rabbitmq.username=" + username, "spring.rabbitmq.password=" + password,
				"spring.main.banner-mode=off", "logging.level.root=off"));
		all.addAll(Arrays.asList(properties));
		List<Class<?>> sources = new ArrayList<>(configuration);
		sources.add(Base.class);
		return new RabbitApplication(
				new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
					.properties(all.toArray(String[]::new))
					.run());
	}

	ConfigurableChaosMiddleware chaos() {
		return this.context.getBean(ConfigurableChaosMiddleware.class);
	}

	/**
	 * Let every message meet a behavior.
	 */
	void always(String behavior, Map<String, ?> parameters, String... targetGroups) {
		chaos().update((plan) -> ChaosPlan.DEFAULT.withFailureRate(1)
			.withTargetGroups(Set.of(targetGroups))
			.withBehavior(BehaviorCatalog.builtIn().create(behavior, parameters), 1)
			.switchedOn(null));
	}

	/**
	 * Let a condition hold, and nothing else happen.
	 */
	void impose(String condition, Map<String, ?> parameters) {
		chaos().update((plan) -> ChaosPlan.DEFAULT
			.withCondition(ConditionCatalog.builtIn().createImposed(condition, parameters))
			.switchedOn(null));
	}

	List<ChaosEvent.FaultInjected> injected() {
		return this.context.getBean(Faults.class).all(ChaosEvent.FaultInjected.class);
	}

	List<ChaosEvent.InjectionFailed> failed() {
		return this.context.getBean(Faults.class).all(ChaosEvent.InjectionFailed.class);
	}

	String markOfLastFault() {
		List<ChaosEvent.FaultInjected> injected = injected();
		ChaosEvent.FaultInjected last = injected.get(injected.size() - 1);
		return last.behavior() + ";" + last.faultId();
	}

	RabbitTemplate template() {
		return this.context.getBean("rabbitTemplate", RabbitTemplate.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	String property(String name) {
		return String.valueOf(this.context.getEnvironment().getProperty(name));
	}

	Lifecycle container(String id) {
		return this.context.getBean(RabbitListenerEndpointRegistry.class).getListenerContainer(id);
	}

	boolean isRunning() {
		return this.context.isRunning();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Remembers what chaos said that it did.
	 */
	static final class Faults implements ChaosListener {

		private final Queue<ChaosEvent> events = new ConcurrentLinkedQueue<>();

		@Override
		public void onEvent(ChaosEvent event) {
			this.events.add(event);
		}

		private <T extends ChaosEvent> List<T> all(Class<T> type) {
			return this.events.stream().filter(type::isInstance).map(type::cast).toList();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ChaosAutoConfiguration.class, RabbitChaosAutoConfiguration.class,
			RabbitAutoConfiguration.class })
	@Import(Faults.class)
	static class Base {

		/**
		 * Containers look up this often whether they are to stop, and whether the broker
		 * is back.
		 */
		private static final int QUICK = 100;

		@Bean
		ContainerCustomizer<SimpleMessageListenerContainer> quickSimpleContainers() {
			return (container) -> {
				container.setReceiveTimeout(QUICK);
				container.setRecoveryInterval(QUICK);
			};
		}

		@Bean
		ContainerCustomizer<DirectMessageListenerContainer> quickDirectContainers() {
			return (container) -> {
				container.setMonitorInterval(QUICK);
				container.setRecoveryInterval(QUICK);
				container.setFailedDeclarationRetryInterval(QUICK);
			};
		}

	}

}
