package org.chaosspring.kafka;

import java.nio.ByteBuffer;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka keeps in order: the records of one topic with the same key or for the same
 * partition.
 *
 * @param topic the topic
 * @param key the key, or the number of the partition if that was given
 */
record KafkaLane(String topic, Object key) {

	/**
	 * Return the lane of a record.
	 * @param record the record
	 * @return the lane, or {@code null} if Kafka promises no order for it
	 */
	static @Nullable KafkaLane of(ProducerRecord<?, ?> record) {
		Object key = (record.partition() != null) ? record.partition() : record.key();
		if (key instanceof byte[] bytes) {
			// An array is equal to itself alone.
			key = ByteBuffer.wrap(bytes);
		}
		return (key != null) ? new KafkaLane(record.topic(), key) : null;
	}

}
