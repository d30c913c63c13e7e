package org.chaosspring.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Reads records on their way to the broker.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaProduceAccess<K, V> implements MessageAccess<ProducerRecord<K, V>> {

	private final KafkaPartitions<K, V> partitions;

	KafkaProduceAccess(KafkaPartitions<K, V> partitions) {
		this.partitions = partitions;
	}

	@Override
	public String destination(ProducerRecord<K, V> record) {
		return record.topic();
	}

	@Override
	public @Nullable String key(ProducerRecord<K, V> record) {
		return text(record.key());
	}

	@Override
	public @Nullable String header(ProducerRecord<K, V> record, String name) {
		return text(record.headers(), name);
	}

	@Override
	public boolean mayBeAt(ProducerRecord<K, V> record, String broker) {
		return this.partitions.mayBeLedBy(record, (leader) -> KafkaPartitions.isCalled(leader, broker));
	}

	/**
	 * Write a key as text, so that equal keys give equal text.
	 */
	static @Nullable String text(@Nullable Object key) {
		return (key instanceof byte[] bytes) ? Arrays.toString(bytes) : (key != null) ? key.toString() : null;
	}

	static @Nullable String text(Headers headers, String name) {
		Header header = headers.lastHeader(name);
		return (header != null && header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8) : null;
	}

}
