package org.chaosspring.kafka;

import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.chaosspring.engine.Damage;
import org.jspecify.annotations.Nullable;

/**
 * The application's value serializer, with a place where the bytes of one record can be
 * damaged. Created by the Kafka client from its configuration, or by the factory.
 */
public final class ChaosSerializer implements Serializer<Object> {

	/**
	 * The configuration property that holds the application's own serializer.
	 */
	static final String DELEGATE_CONFIG = "chaos." + ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG;

	/**
	 * A producer is made in one thread: first its serializer, then what is wrapped around
	 * the producer.
	 */
	private static final ThreadLocal<@Nullable ChaosSerializer> CREATED = new ThreadLocal<>();

	private static final ThreadLocal<@Nullable Damage> NEXT = new ThreadLocal<>();

	private @Nullable Serializer<Object> delegate;

	private volatile boolean armed;

	private volatile @Nullable String transactionalId;

	/**
	 * Create a serializer that finds the application's own in its configuration.
	 */
	public ChaosSerializer() {
		CREATED.set(this);
	}

	ChaosSerializer(Serializer<Object> delegate) {
		this();
		this.delegate = delegate;
	}

	/**
	 * Return the serializer made last in this thread, once.
	 */
	static @Nullable ChaosSerializer takeCreated() {
		ChaosSerializer created = CREATED.get();
		CREATED.remove();
		return created;
	}

	/**
	 * Run a send during which the bytes of the value are damaged.
	 */
	<T> T damaging(Damage damage, Supplier<T> send) {
		this.armed = true;
		NEXT.set(damage);
		try {
			return send.get();
		}
		finally {
			NEXT.remove();
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public void configure(Map<String, ?> configs, boolean isKey) {
		if (this.delegate == null) {
			this.delegate = (Serializer<Object>) instantiate(configs.get(DELEGATE_CONFIG));
		}
		this.delegate.configure(configs, isKey);
		this.transactionalId = (String) configs.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
	}

	/**
	 * Return the id of the transactions of the producer that configured this serializer,
	 * which its factory makes up.
	 */
	@Nullable String transactionalId() {
		return this.transactionalId;
	}

	private static Serializer<?> instantiate(@Nullable Object type) {
		try {
			return KafkaSettings.newInstance(type, Serializer.class);
		}
		catch (ClassNotFoundException ex) {
			throw new ConfigException(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, type,
					"Class " + type + " could not be found.");
		}
	}

	@Override
	public byte @Nullable [] serialize(String topic, @Nullable Object data) {
		return damaged(delegate().serialize(topic, data));
	}

	@Override
	public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Object data) {
		return damaged(delegate().serialize(topic, headers, data));
	}

	private byte @Nullable [] damaged(byte @Nullable [] bytes) {
		Damage damage = this.armed ? NEXT.get() : null;
		return (damage != null && bytes != null) ? damage.apply(bytes) : bytes;
	}

	@Override
	public void close() {
		if (this.delegate != null) {
			this.delegate.close();
		}
	}

	private Serializer<Object> delegate() {
		if (this.delegate == null) {
			throw new IllegalStateException("The serializer is used before it is configured");
		}
		return this.delegate;
	}

}
