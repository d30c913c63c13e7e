package org.chaosspring.benchmarks.idle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A producer that does nothing.
 */
public final class IdleProducer extends MockProducer<String, String> {

	private static final Future<RecordMetadata> SENT = CompletableFuture
		.completedFuture(new RecordMetadata(new TopicPartition("orders", 0), 0, 0, 0, 0, 0));

	@Override
	public Future<RecordMetadata> send(ProducerRecord<String, String> record) {
		return SENT;
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<String, String> record, @Nullable Callback callback) {
		return SENT;
	}

}
