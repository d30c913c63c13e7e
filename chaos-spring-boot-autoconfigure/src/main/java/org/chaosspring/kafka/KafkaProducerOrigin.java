package org.chaosspring.kafka;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serializer;
import org.chaosspring.engine.Downtime;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

/**
 * Wraps every producer that one factory makes, and knows what they have in common.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaProducerOrigin<K, V> implements ProducerPostProcessor<K, V> {

	private final ProducerFactory<K, V> factory;

	private final Supplier<Injector> chaos;

	private final KafkaTemplatePoints points;

	private volatile @Nullable KafkaProduceSeam<K, V> latest;

	private final Downtime downtime = new Downtime();

	private KafkaProducerOrigin(ProducerFactory<K, V> factory, Supplier<Injector> chaos, KafkaTemplatePoints points) {
		this.factory = factory;
		this.chaos = chaos;
		this.points = points;
	}

	/**
	 * Have the producers of a factory wrapped from now on.
	 * @return the origin, or {@code null} if the factory does not support post-processors
	 */
	static <K, V> @Nullable KafkaProducerOrigin<K, V> install(ProducerFactory<K, V> factory, Supplier<Injector> chaos,
			KafkaTemplatePoints points) {
		// A factory copied for a template with overrides brings the origin of its model.
		factory.getPostProcessors()
			.stream()
			.filter(KafkaProducerOrigin.class::isInstance)
			.toList()
			.forEach(factory::removePostProcessor);
		KafkaProducerOrigin<K, V> origin = new KafkaProducerOrigin<>(factory, chaos, points);
		factory.addPostProcessor(origin);
		if (factory instanceof DefaultKafkaProducerFactory<K, V> configurable) {
			wrapSerializer(configurable);
		}
		return factory.getPostProcessors().contains(origin) ? origin : null;
	}

	private static <K, V> void wrapSerializer(DefaultKafkaProducerFactory<K, V> factory) {
		Object configured = factory.getConfigurationProperties().get(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
		if (configured != null && !ChaosSerializer.class.equals(configured)) {
			factory.updateConfigs(Map.of(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ChaosSerializer.class,
					ChaosSerializer.DELEGATE_CONFIG, configured));
		}
		Supplier<? extends @Nullable Serializer<V>> supplier = factory.getValueSerializerSupplier();
		if (supplier != null) {
			factory.setValueSerializerSupplier(() -> wrap(supplier.get()));
		}
	}

	@SuppressWarnings("unchecked")
	private static <V> @Nullable Serializer<V> wrap(@Nullable Serializer<V> serializer) {
		return (serializer == null || (Object) serializer instanceof ChaosSerializer) ? serializer
				: (Serializer<V>) new ChaosSerializer((Serializer<Object>) serializer);
	}

	@Override
	public Producer<K, V> apply(Producer<K, V> producer) {
		KafkaProduceSeam<K, V> seam = new KafkaProduceSeam<>(producer, this.chaos.get(), this,
				ChaosSerializer.takeCreated());
		this.latest = seam;
		return seam;
	}

	KafkaTemplatePoints points() {
		return this.points;
	}

	KafkaSettings settings() {
		try {
			return KafkaSettings.ofProducer(this.factory.getConfigurationProperties());
		}
		catch (UnsupportedOperationException ex) {
			return KafkaSettings.ofProducer(Map.of());
		}
	}

	/**
	 * Return the serializer of keys that the factory was given, if it is not in its
	 * configuration.
	 */
	@Nullable Serializer<K> keySerializer() {
		Supplier<? extends @Nullable Serializer<K>> supplier = this.factory.getKeySerializerSupplier();
		return (supplier != null) ? supplier.get() : null;
	}

	/**
	 * Return when the producers of the factory are closed, and senders wait.
	 */
	Downtime downtime() {
		return this.downtime;
	}

	/**
	 * Close the producers of the factory and have it make a new one.
	 * @param waiting waits in between
	 * @param successor takes the new producer, before the senders go on
	 */
	void recreate(Runnable waiting, Consumer<KafkaProduceSeam<K, V>> successor) {
		this.downtime.during(() -> {
			this.factory.reset();
			waiting.run();
			successor.accept(made(this.factory.createNonTransactionalProducer()));
		});
	}

	private KafkaProduceSeam<K, V> made(Producer<K, V> handle) {
		KafkaProduceSeam<K, V> made = this.latest;
		if (made == null) {
			throw new IllegalStateException("The factory does not post-process " + handle);
		}
		return made;
	}

}
