package org.chaosspring.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that are processed without the broker hearing of it: a commit stops before such
 * a record, and the next poll brings it again, once.
 */
final class KafkaLostAcks {

	private final Map<TopicPartition, Long> lost = new HashMap<>();

	private final Map<TopicPartition, Long> redelivered = new HashMap<>();

	/**
	 * Lose the acknowledgment of the last record that a poll gives out of a partition.
	 * @return whether it will be lost; {@code false} for a record that comes again
	 */
	boolean lose(TopicPartition partition, long offset) {
		if (offset <= this.redelivered.getOrDefault(partition, -1L)) {
			return false;
		}
		this.lost.put(partition, offset);
		return true;
	}

	/**
	 * Return what to commit in place of what the application wants to commit.
	 */
	Map<TopicPartition, OffsetAndMetadata> committing(Map<TopicPartition, OffsetAndMetadata> wanted) {
		if (this.lost.isEmpty()) {
			return wanted;
		}
		Map<TopicPartition, OffsetAndMetadata> capped = new HashMap<>(wanted);
		capped.replaceAll((partition, offset) -> {
			long limit = this.lost.getOrDefault(partition, Long.MAX_VALUE);
			return (offset.offset() > limit) ? new OffsetAndMetadata(limit, offset.metadata()) : offset;
		});
		return capped;
	}

	/**
	 * Leave partitions to an application that seeks in them itself: after an error it
	 * goes back further than to the record whose acknowledgment is lost.
	 */
	void forget(Collection<TopicPartition> partitions) {
		this.lost.keySet().removeAll(partitions);
	}

	/**
	 * Go back to where the broker believes that the consumer is.
	 */
	void rewind(Consumer<?, ?> client) {
		if (this.lost.isEmpty()) {
			return;
		}
		this.lost.keySet().retainAll(client.assignment());
		this.lost.forEach((partition, offset) -> {
			client.seek(partition, offset);
			this.redelivered.put(partition, offset);
		});
		this.lost.clear();
	}

}
