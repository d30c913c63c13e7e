package org.chaosspring.kafka;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.jspecify.annotations.Nullable;

/**
 * What chaos has to remember of the transaction of a producer: a record that it let fail
 * lets the transaction fail, as with the client.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaTransaction<K, V> {

	private volatile boolean open;

	private volatile @Nullable RuntimeException error;

	private volatile @Nullable KafkaSend<K, V> latest;

	void begin() {
		this.error = null;
		this.latest = null;
		this.open = true;
	}

	/**
	 * Remember what was sent last, which tells what the end of the transaction meets.
	 */
	void sending(KafkaSend<K, V> send) {
		if (this.open) {
			this.latest = send;
		}
	}

	@Nullable KafkaSend<K, V> latest() {
		return this.latest;
	}

	void end() {
		this.open = false;
	}

	boolean isOpen() {
		return this.open;
	}

	/**
	 * Take note that a record failed. The first one counts.
	 */
	void fail(RuntimeException cause) {
		if (this.open && this.error == null) {
			this.error = (cause instanceof RetriableException) ? new TransactionAbortableException(
					"Transaction Request was aborted after exhausting retries.", cause) : cause;
		}
	}

	/**
	 * Refuse what cannot be done in a transaction that failed.
	 */
	void throwIfFailed() {
		throwIfFenced();
		if (this.error != null) {
			throw new KafkaException("Cannot execute transactional method because we are in an error state",
					this.error);
		}
	}

	/**
	 * Refuse everything, to abort included, once the producer is fenced.
	 */
	void throwIfFenced() {
		if (this.error instanceof ProducerFencedException fenced) {
			throw new ProducerFencedException(fenced.getMessage());
		}
	}

}
