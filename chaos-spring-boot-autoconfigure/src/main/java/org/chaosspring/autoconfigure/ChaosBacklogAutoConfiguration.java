package org.chaosspring.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.chaosspring.kafka.KafkaLag;
import org.chaosspring.observe.Backlog;
import org.chaosspring.observe.BacklogMetrics;
import org.chaosspring.observe.ChaosMeter;
import org.chaosspring.rabbit.RabbitDepth;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for meters of what waits at the brokers for the listeners of the
 * application. As asking costs a call to the broker, nobody asks until an interval is
 * configured, and what asks is not there until then.
 */
@AutoConfiguration(after = ChaosAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
public final class ChaosBacklogAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(KafkaTemplate.class)
	static class Kafka {

		@Bean
		@Lazy
		KafkaLag chaosKafkaLag(ObjectProvider<KafkaAdmin> admin,
				ObjectProvider<KafkaListenerEndpointRegistry> listeners) {
			return new KafkaLag(() -> Map.copyOf(admin.getObject().getConfigurationProperties()),
					() -> groups(listeners));
		}

		private static Collection<String> groups(ObjectProvider<KafkaListenerEndpointRegistry> listeners) {
			return listeners.stream()
				.flatMap((registry) -> registry.getAllListenerContainers().stream())
				.map((container) -> container.getGroupId())
				.filter(Objects::nonNull)
				.distinct()
				.toList();
		}

		@Bean
		BacklogMetrics chaosConsumerLagMetrics(ChaosProperties properties, ObjectProvider<KafkaLag> lag) {
			return new BacklogMetrics(ChaosMeter.CONSUMER_LAG, interval(properties),
					() -> lag.getObject()
						.read()
						.stream()
						.map((each) -> new Backlog(List.of(each.group(), each.topic()), each.records()))
						.toList());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RabbitTemplate.class)
	static class Rabbit {

		@Bean
		@Lazy
		RabbitDepth chaosRabbitDepth(ObjectProvider<ConnectionFactory> factory, ListableBeanFactory beans) {
			return new RabbitDepth(factory::getObject,
					() -> Stream.concat(listenedTo(beans), declared(beans)).distinct().toList());
		}

		private static Stream<String> listenedTo(ListableBeanFactory beans) {
			return Stream
				.<Object>concat(
						beans.getBeanProvider(RabbitListenerEndpointRegistry.class)
							.stream()
							.flatMap((registry) -> registry.getListenerContainers().stream()),
						beans.getBeanProvider(AbstractMessageListenerContainer.class).stream())
				.filter(AbstractMessageListenerContainer.class::isInstance)
				.map(AbstractMessageListenerContainer.class::cast)
				.flatMap((container) -> Arrays.stream(container.getQueueNames()));
		}

		private static Stream<String> declared(ListableBeanFactory beans) {
			return Stream
				.concat(beans.getBeanProvider(Queue.class).stream(),
						beans.getBeanProvider(Declarables.class)
							.stream()
							.flatMap((all) -> all.getDeclarablesByType(Queue.class).stream()))
				.map(Queue::getActualName);
		}

		@Bean
		BacklogMetrics chaosQueueDepthMetrics(ChaosProperties properties, ObjectProvider<RabbitDepth> depth) {
			return new BacklogMetrics(ChaosMeter.QUEUE_DEPTH, interval(properties),
					() -> depth.getObject()
						.read()
						.stream()
						.map((each) -> new Backlog(List.of(each.queue()), each.messages()))
						.toList());
		}

	}

	private static @Nullable Duration interval(ChaosProperties properties) {
		return new ChaosPropertiesMapper(properties).backlogInterval();
	}

}
