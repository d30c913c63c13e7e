package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * What a client was configured with, and the client's own defaults for the rest.
 */
final class KafkaSettings {

	private static final Map<String, Object> PRODUCER_DEFAULTS = ProducerConfig.configDef().defaultValues();

	private static final Map<String, Object> CONSUMER_DEFAULTS = ConsumerConfig.configDef().defaultValues();

	private final Map<String, Object> configured;

	private final Map<String, Object> defaults;

	private KafkaSettings(Map<String, Object> configured, Map<String, Object> defaults) {
		this.configured = configured;
		this.defaults = defaults;
	}

	static KafkaSettings ofProducer(Map<String, Object> configured) {
		return new KafkaSettings(configured, PRODUCER_DEFAULTS);
	}

	static KafkaSettings ofConsumer(Map<String, Object> configured) {
		return new KafkaSettings(configured, CONSUMER_DEFAULTS);
	}

	/**
	 * Return the configuration itself, without defaults.
	 */
	Map<String, Object> configured() {
		return this.configured;
	}

	@Nullable Object value(String name) {
		Object value = this.configured.get(name);
		return (value != null) ? value : this.defaults.get(name);
	}

	String text(String name) {
		return String.valueOf(value(name));
	}

	boolean flag(String name) {
		return Boolean.parseBoolean(text(name));
	}

	long number(String name) {
		return Long.parseLong(text(name));
	}

	Duration millis(String name) {
		return Duration.ofMillis(number(name));
	}

	/**
	 * Make an instance of the class that a setting names.
	 */
	<T> T instance(String name, Class<T> type) {
		try {
			return newInstance(value(name), type);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException("The class of " + name + " could not be found", ex);
		}
	}

	/**
	 * Make an instance as the client does.
	 * @param given a class or the name of one
	 * @param type what it has to be
	 */
	static <T> T newInstance(@Nullable Object given, Class<T> type) throws ClassNotFoundException {
		return (given instanceof Class<?> known) ? type.cast(Utils.newInstance(known))
				: Utils.newInstance(String.valueOf(given), type);
	}

}
