package org.chaosspring.benchmarks.idle;

import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.kafka.KafkaChaosPostProcessor;
import org.chaosspring.kafka.KafkaListenerPoints;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/**
 * Puts Kafka clients behind the seams, the way an application gets them.
 */
public final class KafkaSeams {

	private KafkaSeams() {
	}

	/**
	 * Put a producer behind the seam.
	 * @param <K> the keys
	 * @param <V> the values
	 * @param producer the client
	 * @param chaos the middleware
	 * @return the seam
	 */
	public static <K, V> Producer<K, V> around(Producer<K, V> producer, ConfigurableChaosMiddleware chaos) {
		DefaultKafkaProducerFactory<K, V> factory = new DefaultKafkaProducerFactory<>(Map.of());
		postProcessor(chaos).postProcessAfterInitialization(factory, "producerFactory");
		return factory.getPostProcessors().get(0).apply(producer);
	}

	/**
	 * Put a consumer behind the seam.
	 * @param <K> the keys
	 * @param <V> the values
	 * @param consumer the client
	 * @param chaos the middleware
	 * @return the seam
	 */
	public static <K, V> Consumer<K, V> around(Consumer<K, V> consumer, ConfigurableChaosMiddleware chaos) {
		DefaultKafkaConsumerFactory<K, V> factory = new DefaultKafkaConsumerFactory<>(Map.of());
		postProcessor(chaos).postProcessAfterInitialization(factory, "consumerFactory");
		return factory.getPostProcessors().get(0).apply(consumer);
	}

	private static KafkaChaosPostProcessor postProcessor(ConfigurableChaosMiddleware chaos) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("chaos", chaos);
		beans.addBean("listeners", new KafkaListenerPoints());
		return new KafkaChaosPostProcessor(beans.getBeanProvider(ConfigurableChaosMiddleware.class),
				beans.getBeanProvider(KafkaListenerPoints.class));
	}

}
