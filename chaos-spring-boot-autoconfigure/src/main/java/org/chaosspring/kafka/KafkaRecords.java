package org.chaosspring.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.chaosspring.engine.Damage;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.Mark;
import org.jspecify.annotations.Nullable;

/**
 * Copies and measures records. The application's own record is never changed.
 */
final class KafkaRecords {

	/**
	 * What an object of the application's own is taken for.
	 */
	private static final int SIZE_OF_OBJECT = 1024;

	private KafkaRecords() {
	}

	static <K, V> ProducerRecord<K, V> copy(ProducerRecord<K, V> record, Headers headers) {
		return new ProducerRecord<>(record.topic(), record.partition(), record.timestamp(), record.key(),
				record.value(), headers);
	}

	/**
	 * Copy a record and mark it, with its time fixed, so that a record that leaves late
	 * tells when the application sent it.
	 */
	static <K, V> ProducerRecord<K, V> marked(ProducerRecord<K, V> record, long sentAt, @Nullable Mark mark) {
		Long timestamp = (record.timestamp() != null) ? record.timestamp() : Long.valueOf(sentAt);
		return new ProducerRecord<>(record.topic(), record.partition(), timestamp, record.key(), record.value(),
				marked(record.headers(), mark));
	}

	/**
	 * Let the application change its record no more, as the client does when it takes
	 * one.
	 */
	static void take(ProducerRecord<?, ?> record) {
		if (record.headers() instanceof RecordHeaders headers) {
			headers.setReadOnly();
		}
	}

	/**
	 * Copy a record for a certain partition.
	 */
	static <K, V> ProducerRecord<K, V> pinned(ProducerRecord<K, V> record, int partition) {
		return new ProducerRecord<>(record.topic(), partition, record.timestamp(), record.key(), record.value(),
				record.headers());
	}

	static <K, V> ConsumerRecord<K, V> copy(ConsumerRecord<K, V> record, V value, int size, Headers headers) {
		return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.timestamp(),
				record.timestampType(), record.serializedKeySize(), size, record.key(), value, headers,
				record.leaderEpoch());
	}

	/**
	 * Copy a record as it is when its value could not be deserialized.
	 */
	@SuppressWarnings("NullAway") // records of the client may lack a value
	static <K, V> ConsumerRecord<K, V> withoutValue(ConsumerRecord<K, V> record, Headers headers) {
		return copy(record, null, record.serializedValueSize(), headers);
	}

	/**
	 * Copy headers and add the mark of a fault.
	 */
	static Headers marked(Headers headers, @Nullable Mark mark) {
		Headers copy = new RecordHeaders(headers);
		return (mark != null) ? copy.add(EngineSettings.MARK_HEADER, mark.toString().getBytes(StandardCharsets.UTF_8))
				: copy;
	}

	/**
	 * Copy headers with their values damaged.
	 */
	static Headers damaged(Headers headers, Damage damage) {
		Headers damaged = new RecordHeaders();
		for (Header header : headers) {
			byte[] value = header.value();
			damaged.add(header.key(), (value != null && value.length > 0) ? damage.apply(value) : value);
		}
		return damaged;
	}

	/**
	 * Return how many bytes a key or a value takes, as far as that shows before it is
	 * serialized.
	 */
	static long size(@Nullable Object value) {
		if (value == null) {
			return 0;
		}
		if (value instanceof byte[] bytes) {
			return bytes.length;
		}
		if (value instanceof Bytes bytes) {
			return bytes.get().length;
		}
		if (value instanceof ByteBuffer buffer) {
			return buffer.remaining();
		}
		return (value instanceof CharSequence text) ? text.length() : SIZE_OF_OBJECT;
	}

	static boolean hasValues(Headers headers) {
		for (Header header : headers) {
			if (header.value() != null && header.value().length > 0) {
				return true;
			}
		}
		return false;
	}

}
