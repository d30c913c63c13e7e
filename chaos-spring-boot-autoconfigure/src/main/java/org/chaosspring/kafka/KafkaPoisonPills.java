package org.chaosspring.kafka;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.chaosspring.engine.Injection;

/**
 * Records that were damaged so that they cannot be deserialized. As with the real client,
 * each poll fails as long as the position of the consumer is at such a record.
 */
final class KafkaPoisonPills {

	private final Map<TopicPartition, Pill> pills = new HashMap<>();

	void add(Map<TopicPartition, Pill> poisoned) {
		this.pills.putAll(poisoned);
	}

	void throwIfReached(Consumer<?, ?> client) {
		if (this.pills.isEmpty()) {
			return;
		}
		this.pills.values().removeIf((pill) -> !pill.hit.isInForce());
		this.pills.keySet().retainAll(client.assignment());
		this.pills.entrySet().removeIf((pill) -> client.position(pill.getKey()) != pill.getValue().failure.offset());
		this.pills.forEach((partition, pill) -> {
			if (!client.paused().contains(partition)) {
				throw pill.failure;
			}
		});
	}

	/**
	 * One such record.
	 *
	 * @param failure what the deserializer says
	 * @param hit the fault, with whose plan it ends
	 */
	record Pill(RecordDeserializationException failure, Injection hit) {

	}

}
