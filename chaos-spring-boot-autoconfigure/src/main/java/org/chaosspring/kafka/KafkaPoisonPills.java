package org.chaosspring.kafka;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.jspecify.annotations.Nullable;

/**
 * Records that were damaged so that they cannot be deserialized. As with the real client,
 * each poll fails as long as the position of the consumer is at such a record.
 */
final class KafkaPoisonPills {

	private final Map<TopicPartition, RecordDeserializationException> pills = new HashMap<>();

	private @Nullable ChaosPlan plan;

	void add(Map<TopicPartition, RecordDeserializationException> poisoned, ChaosPlan under) {
		this.pills.putAll(poisoned);
		this.plan = under;
	}

	void throwIfReached(Consumer<?, ?> client, ConfigurableChaosMiddleware chaos) {
		if (this.pills.isEmpty()) {
			return;
		}
		if (!chaos.plan().equals(this.plan)) {
			this.pills.clear();
			return;
		}
		this.pills.keySet().retainAll(client.assignment());
		this.pills.entrySet().removeIf((pill) -> client.position(pill.getKey()) != pill.getValue().offset());
		this.pills.forEach((partition, pill) -> {
			if (!client.paused().contains(partition)) {
				throw pill;
			}
		});
	}

}
