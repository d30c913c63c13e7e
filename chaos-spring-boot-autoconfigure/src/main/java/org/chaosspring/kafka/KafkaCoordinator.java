package org.chaosspring.kafka;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import org.chaosspring.engine.PlaceAccess;
import org.jspecify.annotations.Nullable;

/**
 * Reads the broker that coordinates the transactions of a producer: the one that leads
 * the partition in which their state is kept. A place is the topic that a transaction
 * writes to, or an empty name for none in particular.
 */
final class KafkaCoordinator implements PlaceAccess<String> {

	private final Supplier<@Nullable String> transactionalId;

	private final Function<String, List<PartitionInfo>> topics;

	/** Whether the client was not told, and would be asked again in vain. */
	private volatile boolean unknown;

	/**
	 * Create an accessor.
	 * @param transactionalId tells the id of the producer's transactions, if known
	 * @param topics tells the partitions of a topic
	 */
	KafkaCoordinator(Supplier<@Nullable String> transactionalId, Function<String, List<PartitionInfo>> topics) {
		this.transactionalId = transactionalId;
		this.topics = topics;
	}

	@Override
	public String destination(String topic) {
		return topic;
	}

	@Override
	public boolean mayBeAt(String topic, String broker) {
		Node leader = leader();
		return leader != null && KafkaPartitions.isCalled(leader, broker);
	}

	private @Nullable Node leader() {
		String id = this.unknown ? null : this.transactionalId.get();
		if (id == null) {
			return null;
		}
		try {
			List<PartitionInfo> infos = this.topics.apply(Topic.TRANSACTION_STATE_TOPIC_NAME);
			// As the brokers do it.
			int partition = Utils.abs(id.hashCode()) % infos.size();
			return infos.stream()
				.filter((info) -> info.partition() == partition)
				.map(PartitionInfo::leader)
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
		}
		catch (RuntimeException ex) {
			// Many clients may not look at this topic.
			this.unknown = true;
			throw ex;
		}
	}

}
