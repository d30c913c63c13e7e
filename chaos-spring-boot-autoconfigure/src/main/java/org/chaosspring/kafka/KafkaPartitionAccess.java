package org.chaosspring.kafka;

import java.util.List;
import java.util.function.Function;

import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.engine.PlaceAccess;

/**
 * Reads a partition, as the place from which records would come.
 */
final class KafkaPartitionAccess implements PlaceAccess<TopicPartition> {

	private final Function<String, List<PartitionInfo>> topics;

	/**
	 * Create an accessor.
	 * @param topics tells the partitions of a topic
	 */
	KafkaPartitionAccess(Function<String, List<PartitionInfo>> topics) {
		this.topics = topics;
	}

	@Override
	public String destination(TopicPartition partition) {
		return partition.topic();
	}

	@Override
	public boolean mayBeAt(TopicPartition partition, String broker) {
		return this.topics.apply(partition.topic())
			.stream()
			.anyMatch((info) -> info.partition() == partition.partition() && info.leader() != null
					&& KafkaPartitions.isCalled(info.leader(), broker));
	}

}
