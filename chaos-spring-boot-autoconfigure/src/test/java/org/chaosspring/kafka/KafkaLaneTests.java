package org.chaosspring.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaLaneTests {

	@Test
	void recordsOfOneTopicWithEqualKeysShareALane() {
		assertThat(lane("orders", null, "a")).isEqualTo(lane("orders", null, "a"))
			.hasSameHashCodeAs(lane("orders", null, "a"))
			.isNotEqualTo(lane("orders", null, "b"))
			.isNotEqualTo(lane("payments", null, "a"));
	}

	@Test
	void keysOfEqualBytesAreEqual() {
		assertThat(lane("orders", null, new byte[] { 4, 2 })).isEqualTo(lane("orders", null, new byte[] { 4, 2 }))
			.hasSameHashCodeAs(lane("orders", null, new byte[] { 4, 2 }))
			.isNotEqualTo(lane("orders", null, new byte[] { 4, 3 }));
	}

	@Test
	void aGivenPartitionCountsMoreThanTheKey() {
		assertThat(lane("orders", 1, "a")).isEqualTo(lane("orders", 1, "b"))
			.hasSameHashCodeAs(lane("orders", 1, null))
			.isNotEqualTo(lane("orders", 2, "a"));
	}

	@Test
	void aRecordWithNeitherHasNoLane() {
		assertThat(lane("orders", null, null)).isNull();
	}

	private static @Nullable KafkaLane lane(String topic, @Nullable Integer partition, @Nullable Object key) {
		return KafkaLane.of(new ProducerRecord<>(topic, partition, key, "value"));
	}

}
