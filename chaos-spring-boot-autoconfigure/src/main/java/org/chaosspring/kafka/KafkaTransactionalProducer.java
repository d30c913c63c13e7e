package org.chaosspring.kafka;

import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A producer whose transactions meet chaos.
 *
 * @param <K> the keys
 * @param <V> the values
 */
abstract class KafkaTransactionalProducer<K, V> extends DelegatingProducer<K, V> {

	abstract KafkaTransactionCalls<K, V> transactionCalls();

	@Override
	public void initTransactions() {
		transactionCalls().init(delegate()::initTransactions);
	}

	@Override
	public void beginTransaction() {
		transactionCalls().begin(delegate()::beginTransaction);
	}

	@Override
	public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets,
			ConsumerGroupMetadata groupMetadata) {
		transactionCalls().sendOffsets(!offsets.isEmpty(),
				() -> delegate().sendOffsetsToTransaction(offsets, groupMetadata));
	}

	@Override
	public void commitTransaction() {
		transactionCalls().commit(delegate()::commitTransaction);
	}

	@Override
	public void abortTransaction() {
		transactionCalls().abort(delegate()::abortTransaction);
	}

}
