package org.chaosspring.kafka;

import java.util.Arrays;
import java.util.Objects;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka keeps in order: the records of one topic with the same key or for the same
 * partition. Known by one of them, as there may be as many lanes as records.
 */
final class KafkaLane {

	private final ProducerRecord<?, ?> record;

	private KafkaLane(ProducerRecord<?, ?> record) {
		this.record = record;
	}

	/**
	 * Return the lane of a record.
	 * @param record the record
	 * @return the lane, or {@code null} if Kafka promises no order for it
	 */
	static @Nullable KafkaLane of(ProducerRecord<?, ?> record) {
		KafkaLane lane = new KafkaLane(record);
		return (lane.key() != null) ? lane : null;
	}

	/**
	 * Return the key, or the number of the partition if that was given.
	 */
	private @Nullable Object key() {
		return (this.record.partition() != null) ? this.record.partition() : this.record.key();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof KafkaLane lane && this.record.topic().equals(lane.record.topic())
				&& Objects.deepEquals(key(), lane.key());
	}

	@Override
	public int hashCode() {
		return 31 * this.record.topic().hashCode()
				+ ((key() instanceof byte[] bytes) ? Arrays.hashCode(bytes) : Objects.hashCode(key()));
	}

}
