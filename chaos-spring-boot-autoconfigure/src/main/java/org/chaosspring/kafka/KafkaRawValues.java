package org.chaosspring.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;

/**
 * Gets at the bytes of a record that the client has deserialized already: reads the
 * record once more, with a consumer of its own outside the group, and deserializes what
 * became of it as the client would. The configuration of the application's consumer stays
 * untouched, which the listener container looks into.
 *
 * @param <V> the values
 */
final class KafkaRawValues<V> implements AutoCloseable {

	private static final Duration READ_LIMIT = Duration.ofSeconds(5);

	private static final List<String> NOT_SHARED = List.of(ConsumerConfig.GROUP_ID_CONFIG,
			ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ConsumerConfig.GROUP_PROTOCOL_CONFIG,
			ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
			ConsumerConfig.CLIENT_ID_CONFIG);

	private final Map<String, Object> configuration;

	private final Supplier<@Nullable Deserializer<V>> given;

	private @Nullable Consumer<byte[], byte[]> reader;

	private @Nullable Deserializer<V> deserializer;

	KafkaRawValues(Map<String, Object> configuration, Supplier<@Nullable Deserializer<V>> given) {
		this.configuration = configuration;
		this.given = given;
	}

	/**
	 * Read the value of a record as the broker has it.
	 * @throws IllegalStateException if the broker does not give it
	 */
	byte[] read(ConsumerRecord<?, ?> record) {
		TopicPartition partition = new TopicPartition(record.topic(), record.partition());
		Consumer<byte[], byte[]> consumer = reader();
		consumer.assign(List.of(partition));
		consumer.seek(partition, record.offset());
		long end = System.nanoTime() + READ_LIMIT.toNanos();
		while (System.nanoTime() - end < 0) {
			for (ConsumerRecord<byte[], byte[]> read : consumer.poll(READ_LIMIT).records(partition)) {
				if (read.offset() == record.offset()) {
					return read.value();
				}
			}
		}
		throw new IllegalStateException("Could not read " + partition + "@" + record.offset() + " again");
	}

	V deserialize(String topic, Headers headers, byte[] bytes) {
		return deserializer().deserialize(topic, headers, bytes);
	}

	/**
	 * Return whether what cannot be deserialized is told to the error handler rather than
	 * thrown.
	 */
	boolean handlesErrors() {
		return deserializer() instanceof ErrorHandlingDeserializer;
	}

	private Consumer<byte[], byte[]> reader() {
		Consumer<byte[], byte[]> known = this.reader;
		if (known == null) {
			Map<String, Object> own = new HashMap<>(this.configuration);
			NOT_SHARED.forEach(own::remove);
			own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
			own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
			known = new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
			this.reader = known;
		}
		return known;
	}

	private Deserializer<V> deserializer() {
		Deserializer<V> known = this.deserializer;
		if (known == null) {
			known = this.given.get();
			if (known == null) {
				known = makeDeserializer();
			}
			this.deserializer = known;
		}
		return known;
	}

	@SuppressWarnings("unchecked")
	private Deserializer<V> makeDeserializer() {
		Deserializer<V> made = KafkaSettings.ofConsumer(this.configuration)
			.instance(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, Deserializer.class);
		made.configure(this.configuration, false);
		return made;
	}

	@Override
	public void close() {
		if (this.reader != null) {
			this.reader.close();
		}
	}

}
