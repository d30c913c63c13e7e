package org.chaosspring.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Reads records on their way to the listener.
 */
final class KafkaConsumeAccess implements MessageAccess<ConsumerRecord<?, ?>> {

	private final KafkaPartitionAccess partitions;

	KafkaConsumeAccess(KafkaPartitionAccess partitions) {
		this.partitions = partitions;
	}

	@Override
	public String destination(ConsumerRecord<?, ?> record) {
		return record.topic();
	}

	@Override
	public @Nullable String key(ConsumerRecord<?, ?> record) {
		return KafkaProduceAccess.text(record.key());
	}

	@Override
	public @Nullable String header(ConsumerRecord<?, ?> record, String name) {
		return KafkaProduceAccess.text(record.headers(), name);
	}

	@Override
	public boolean mayBeAt(ConsumerRecord<?, ?> record, String broker) {
		return this.partitions.mayBeAt(new TopicPartition(record.topic(), record.partition()), broker);
	}

	@Override
	public String position(ConsumerRecord<?, ?> record) {
		return record.topic() + "-" + record.partition() + "@" + record.offset();
	}

}
