package org.chaosspring.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ConsumerPostProcessor;

/**
 * Wraps every consumer that one factory makes, and knows what they have in common.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaConsumerOrigin<K, V> implements ConsumerPostProcessor<K, V> {

	private final ConsumerFactory<K, V> factory;

	private final InjectionPoint point;

	private final Supplier<Injector> chaos;

	private final Supplier<KafkaListenerPoints> listeners;

	private KafkaConsumerOrigin(ConsumerFactory<K, V> factory, String factoryName, Supplier<Injector> chaos,
			Supplier<KafkaListenerPoints> listeners) {
		this.factory = factory;
		this.point = new InjectionPoint(KafkaTemplatePoints.BROKER, Direction.CONSUME, factoryName);
		this.chaos = chaos;
		this.listeners = listeners;
	}

	/**
	 * Have the consumers of a factory wrapped from now on.
	 * @return whether the factory supports that
	 */
	static <K, V> boolean install(ConsumerFactory<K, V> factory, String factoryName, Supplier<Injector> chaos,
			Supplier<KafkaListenerPoints> listeners) {
		KafkaConsumerOrigin<K, V> origin = new KafkaConsumerOrigin<>(factory, factoryName, chaos, listeners);
		factory.addPostProcessor(origin);
		return factory.getPostProcessors().contains(origin);
	}

	@Override
	public Consumer<K, V> apply(Consumer<K, V> consumer) {
		return new KafkaConsumeSeam<>(consumer, this.chaos.get(), this);
	}

	@Nullable KafkaListenerContainer takeStarting() {
		return this.listeners.get().takeStarting();
	}

	/**
	 * Return the point of consumers that work for no container.
	 */
	InjectionPoint point() {
		return this.point;
	}

	@Nullable Deserializer<V> valueDeserializer() {
		return this.factory.getValueDeserializer();
	}

	/**
	 * Return the configuration of a consumer, with what its container overrides.
	 */
	Map<String, Object> configuration(@Nullable KafkaListenerContainer container) {
		Map<String, Object> configuration = new HashMap<>(this.factory.getConfigurationProperties());
		if (container != null) {
			container.consumerProperties().forEach((name, value) -> configuration.put(name.toString(), value));
		}
		return configuration;
	}

}
