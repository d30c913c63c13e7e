package org.chaosspring.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.chaosspring.engine.Damage;
import org.jspecify.annotations.Nullable;

/**
 * One send that chaos had a hand in: what will be sent, and what the caller is told.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaSend<K, V> {

	private final KafkaProduceSeam<K, V> seam;

	private final @Nullable Callback callback;

	private ProducerRecord<K, V> record;

	private int copies;

	private @Nullable String markOfCopies;

	private @Nullable Damage damage;

	private @Nullable CompletableFuture<RecordMetadata> result;

	KafkaSend(KafkaProduceSeam<K, V> seam, ProducerRecord<K, V> record, @Nullable Callback callback) {
		this.seam = seam;
		this.record = record;
		this.callback = callback;
	}

	ProducerRecord<K, V> record() {
		return this.record;
	}

	/**
	 * Return how many bytes the record takes, as far as that shows before it is
	 * serialized.
	 */
	long size() {
		return KafkaRecords.size(this.record.key()) + KafkaRecords.size(this.record.value());
	}

	void replaceRecord(ProducerRecord<K, V> replacement) {
		this.record = replacement;
	}

	void damageValue(Damage toValue) {
		this.damage = toValue;
	}

	void copies(int number, @Nullable String mark) {
		this.copies = number;
		this.markOfCopies = mark;
	}

	/**
	 * Promise the caller a result for later.
	 */
	void promise() {
		this.result = new CompletableFuture<>();
	}

	@Nullable Future<RecordMetadata> promised() {
		return this.result;
	}

	/**
	 * Send now, in the thread of the caller, who sees what the client does.
	 */
	Future<RecordMetadata> send() {
		Future<RecordMetadata> sent = this.seam.sendToBroker(this.record, this.callback, this.damage);
		sendCopies();
		return sent;
	}

	/**
	 * Send what was held back; the caller has its promise and is told later.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
	void release() {
		try {
			this.seam.sendToBroker(this.record, this::complete, this.damage);
			sendCopies();
		}
		catch (RuntimeException ex) {
			complete(null, ex);
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // nobody asked for the copies
	private void sendCopies() {
		for (int i = 0; i < this.copies; i++) {
			this.seam.sendToBroker(
					KafkaRecords.copy(this.record, KafkaRecords.marked(this.record.headers(), this.markOfCopies)), null,
					null);
		}
	}

	/**
	 * Tell the caller how the send ended: first the callback, then the future, as the
	 * client does.
	 */
	void complete(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
		try {
			if (this.callback != null) {
				this.callback.onCompletion(metadata, exception);
			}
		}
		finally {
			CompletableFuture<RecordMetadata> promised = this.result;
			if (promised != null && exception != null) {
				promised.completeExceptionally(exception);
			}
			else if (promised != null) {
				promised.complete(metadata);
			}
		}
	}

}
