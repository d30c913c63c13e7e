package org.chaosspring.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.DefaultRecord;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * The buffer of a producer, as far as records fill it that wait for a broker: in batches
 * by partition, as with the client, which takes the memory of a whole batch for the first
 * record in it. Thread-safe.
 */
final class KafkaBuffer {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<TopicPartition, Batch> open = new HashMap<>();

	private final Map<KafkaSend<?, ?>, Batch> batches = new HashMap<>();

	private final long memory;

	private final long batchSize;

	private long used;

	KafkaBuffer(KafkaSettings settings) {
		this.memory = settings.number(ProducerConfig.BUFFER_MEMORY_CONFIG);
		this.batchSize = settings.number(ProducerConfig.BATCH_SIZE_CONFIG);
	}

	/**
	 * Take a place for a record.
	 * @param send the record, pinned to its partition
	 * @return whether there was one
	 */
	boolean take(KafkaSend<?, ?> send) {
		TopicPartition partition = send.partition();
		long size = send.size() + DefaultRecord.MAX_RECORD_OVERHEAD;
		this.lock.lock();
		try {
			Batch batch = this.open.get(partition);
			if (batch == null || batch.left < size) {
				batch = allocate(size);
				if (batch == null) {
					return false;
				}
				this.open.put(partition, batch);
			}
			batch.left -= size;
			batch.records++;
			this.batches.put(send, batch);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Batch allocate(long size) {
		long bytes = Math.max(this.batchSize, size + DefaultRecordBatch.RECORD_BATCH_OVERHEAD);
		if (bytes > this.memory - this.used) {
			return null;
		}
		this.used += bytes;
		return new Batch(bytes);
	}

	/**
	 * Give the place of a record back, if it has one.
	 */
	void giveBack(KafkaSend<?, ?> send) {
		this.lock.lock();
		try {
			Batch batch = this.batches.remove(send);
			if (batch != null && --batch.records == 0) {
				this.used -= batch.bytes;
				this.open.values().remove(batch);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return what the client throws if there is no place in time.
	 * @param maxBlock how long it waited, in milliseconds
	 */
	BufferExhaustedException exhausted(long maxBlock) {
		return new BufferExhaustedException("Failed to allocate " + this.batchSize
				+ " bytes within the configured max blocking time " + maxBlock + " ms. Total memory: " + this.memory
				+ " bytes. Available memory: 0 bytes. Poolable size: " + this.batchSize + " bytes");
	}

	/**
	 * The memory of some records of one partition.
	 */
	private static final class Batch {

		private final long bytes;

		private long left;

		private int records;

		private Batch(long bytes) {
			this.bytes = bytes;
			this.left = bytes - DefaultRecordBatch.RECORD_BATCH_OVERHEAD;
		}

	}

}
