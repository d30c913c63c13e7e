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
 */
final class KafkaProduceAccess implements MessageAccess<ProducerRecord<?, ?>> {

	static final KafkaProduceAccess INSTANCE = new KafkaProduceAccess();

	private KafkaProduceAccess() {
	}

	@Override
	public String destination(ProducerRecord<?, ?> record) {
		return record.topic();
	}

	@Override
	public @Nullable String key(ProducerRecord<?, ?> record) {
		return text(record.key());
	}

	@Override
	public @Nullable String header(ProducerRecord<?, ?> record, String name) {
		return text(record.headers(), name);
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
