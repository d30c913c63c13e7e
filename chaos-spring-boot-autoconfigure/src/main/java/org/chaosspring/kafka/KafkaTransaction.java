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

	/** Not volatile: written for every record, in the thread of the transaction. */
	private boolean filled;

	/** What timed out, and has to be tried again before anything else. */
	private @Nullable String pending;

	void begin() {
		this.error = null;
		this.latest = null;
		this.filled = false;
		this.open = true;
	}

	/**
	 * Take note that there is something in the transaction, of which a broker has to be
	 * told the end.
	 */
	void fill() {
		// Producers without transactions are shared by threads, and so is what is
		// written.
		if (!this.filled) {
			this.filled = true;
		}
	}

	boolean isFilled() {
		return this.filled;
	}

	/**
	 * Remember what was sent last, which tells what the end of the transaction meets.
	 */
	void sending(KafkaSend<K, V> send) {
		if (this.open) {
			fill();
			this.latest = send;
		}
	}

	/**
	 * Begin to end the transaction. Whoever runs out of time on the way has to try the
	 * same again.
	 */
	void ending(String operation) {
		throwIfPending(operation);
		this.pending = operation;
	}

	/**
	 * Refuse everything but what is to be tried again.
	 */
	void throwIfPending(String operation) {
		if (this.pending != null && !this.pending.equals(operation)) {
			throw new IllegalStateException("Cannot attempt operation `" + operation
					+ "` because the previous call to `" + this.pending + "` timed out and must be retried");
		}
	}

	/**
	 * Refuse a record that cannot become part of the transaction.
	 */
	void throwIfClosedToSends() {
		throwIfFailed();
		if (this.open) {
			throwIfPending("send");
		}
	}

	@Nullable KafkaSend<K, V> latest() {
		return this.latest;
	}

	void end() {
		this.pending = null;
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
	 * Return what the transaction fails with, or {@code null} if no record of it failed.
	 */
	@Nullable RuntimeException error() {
		return this.open ? this.error : null;
	}

	/**
	 * Refuse what cannot be done in a transaction that failed.
	 */
	void throwIfFailed() {
		throwIfFenced();
		if (this.error != null) {
			this.pending = null;
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
