package org.chaosspring.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.record.RecordBatch;
import org.chaosspring.engine.Damage;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Mark;
import org.jspecify.annotations.Nullable;

/**
 * One send that chaos had a hand in: what will be sent, and what the caller is told.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaSend<K, V> {

	private final KafkaProduceSeam<K, V> seam;

	private final InjectionPoint point;

	private final @Nullable Callback callback;

	private final long sentAt = System.currentTimeMillis();

	private ProducerRecord<K, V> record;

	private @Nullable Mark mark;

	private int copies;

	private @Nullable Damage damage;

	private @Nullable CompletableFuture<RecordMetadata> result;

	private boolean lacksMetadata;

	private @Nullable Runnable wait;

	private @Nullable Failure failure;

	private boolean refused;

	private @Nullable RecordMetadata known;

	private boolean pretended;

	KafkaSend(KafkaProduceSeam<K, V> seam, InjectionPoint point, ProducerRecord<K, V> record,
			@Nullable Callback callback) {
		this.seam = seam;
		this.point = point;
		this.record = record;
		this.callback = callback;
	}

	InjectionPoint point() {
		return this.point;
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

	/**
	 * Mark the record when it leaves.
	 */
	void mark(@Nullable Mark ofFault) {
		this.mark = ofFault;
	}

	/**
	 * Have copies follow the record, which are marked in its place.
	 */
	void copies(int number, @Nullable Mark ofFault) {
		this.copies = number;
		this.mark = ofFault;
	}

	/**
	 * Promise the caller a result for later.
	 */
	void promise() {
		KafkaRecords.take(this.record);
		this.result = new CompletableFuture<>();
	}

	/**
	 * Promise the caller a result that is not true.
	 */
	void pretend(RecordMetadata metadata) {
		promise();
		this.known = metadata;
		this.pretended = true;
	}

	/**
	 * Tell the caller what is pretended, from another thread, as the client does. Not
	 * before the fault is known to all that listen: with the result, observations of the
	 * send end.
	 */
	void tellWhatIsPretended() {
		RecordMetadata metadata = this.known;
		if (this.pretended && metadata != null) {
			this.seam.inNetworkThread(() -> complete(metadata, null));
		}
	}

	@Nullable Future<RecordMetadata> promised() {
		return this.result;
	}

	/**
	 * Promise the caller a result that depends on chaos; flushes, commits and closes wait
	 * for it.
	 */
	void promiseOpenEnd() {
		promise();
		this.seam.began(this);
	}

	/**
	 * Keep a promise, or take it back if that fails, as it does with keys that cannot be
	 * compared: the record then passes unharmed.
	 * @param hold holds the record back
	 */
	void orTakePromiseBack(Runnable hold) {
		try {
			hold.run();
		}
		catch (RuntimeException | Error ex) {
			this.result = null;
			this.failure = null;
			this.mark = null;
			// The headers of the record are closed by now, also to serializers.
			this.record = KafkaRecords.copy(this.record, KafkaRecords.marked(this.record.headers(), null));
			this.seam.ended(this);
			throw ex;
		}
	}

	/**
	 * Let the send fail unless it leaves before.
	 */
	void failAfter(Duration limit, Supplier<RuntimeException> cause) {
		this.failure = new Failure(System.nanoTime() + limit.toNanos(), cause);
	}

	Duration untilFailure() {
		return (this.failure != null) ? this.failure.left() : Duration.ZERO;
	}

	/**
	 * Have the caller wait for metadata of the topic.
	 */
	void lackMetadata() {
		this.lacksMetadata = true;
	}

	boolean lacksMetadata() {
		return this.lacksMetadata;
	}

	/**
	 * Have the caller wait for a place in the buffer of the client.
	 * @param waiting waits, and decides what becomes of the record
	 */
	void lackRoom(Runnable waiting) {
		this.wait = waiting;
	}

	void awaitRoom() {
		Runnable waiting = this.wait;
		if (waiting != null) {
			this.wait = null;
			waiting.run();
		}
	}

	/**
	 * Tell the caller right away that the record is not sent.
	 */
	void refuse(RuntimeException exception) {
		this.failure = new Failure(System.nanoTime(), () -> exception);
		this.refused = true;
	}

	boolean isRefused() {
		return this.refused;
	}

	/**
	 * Send now, in the thread of the caller, who sees what the client does.
	 */
	Future<RecordMetadata> send() {
		if (this.refused && this.failure != null) {
			return refuse(this.failure.cause.get(), new CompletableFuture<>());
		}
		ProducerRecord<K, V> sent = (markOfRecord() != null) ? copy(this.mark) : this.record;
		Future<RecordMetadata> answer = this.seam.sendToBroker(sent, this.callback, this.damage);
		sendCopies();
		return answer;
	}

	private ProducerRecord<K, V> copy(@Nullable Mark ofCopy) {
		return KafkaRecords.marked(this.record, this.sentAt, ofCopy);
	}

	private @Nullable Mark markOfRecord() {
		return (this.copies == 0) ? this.mark : null;
	}

	/**
	 * Fail as the client does: errors of its protocol are in the future, all others are
	 * thrown.
	 */
	private Future<RecordMetadata> refuse(RuntimeException refusal, CompletableFuture<RecordMetadata> told) {
		if (refusal instanceof ApiException exception) {
			this.seam.failed(exception);
			this.result = told;
			complete(unknownMetadata(), exception);
			return told;
		}
		throw refusal;
	}

	/**
	 * Send, and keep what the broker said until later.
	 * @param answered told when the broker answered, before the caller is
	 */
	void sendSilently(Runnable answered) {
		sendOrFail(copy(this.mark), (metadata, exception) -> {
			if (exception != null) {
				complete(metadata, exception);
				return;
			}
			this.known = metadata;
			answered.run();
		});
	}

	/**
	 * Send. What the client throws becomes the result, unless the application threw it
	 * when it was told of one.
	 * @return whether the client took the record
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
	private boolean sendOrFail(ProducerRecord<K, V> sent, Callback answer) {
		try {
			this.seam.sendToBroker(sent, answer, this.damage);
			return true;
		}
		catch (RuntimeException | Error ex) {
			if (this.result != null && this.result.isDone()) {
				throw ex;
			}
			complete(unknownMetadata(), (ex instanceof RuntimeException told) ? told : new KafkaException(ex));
			return false;
		}
	}

	/**
	 * Leave after having been held back; the caller has its promise and is told later.
	 */
	void release() {
		Failure failed = this.failure;
		RecordMetadata written = this.known;
		if (failed != null && failed.left().isZero()) {
			fail(failed.cause.get());
		}
		else if (written != null) {
			this.seam.inNetworkThread(() -> complete(written, null));
		}
		else if (sendOrFail(copy(markOfRecord()), this::complete)) {
			sendCopies();
		}
	}

	/**
	 * Send copies. The application did not ask for them, and so it is not told if that
	 * fails.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // nobody asked for the copies
	private void sendCopies() {
		for (int i = 0; i < this.copies; i++) {
			try {
				this.seam.sendToBroker(copy(this.mark), null, null);
			}
			catch (RuntimeException | Error ex) {
				this.seam.report(this.point, ex);
			}
		}
	}

	/**
	 * Fail in the thread in which the client tells failures.
	 */
	void fail(RuntimeException exception) {
		this.seam.failed(exception);
		this.seam.inNetworkThread(() -> complete(unknownMetadata(), exception));
	}

	/**
	 * Fail with the transaction, whatever the application makes of it.
	 */
	void abort() {
		try {
			complete(unknownMetadata(), new TransactionAbortedException());
		}
		catch (RuntimeException | Error ex) {
			this.seam.report(this.point, ex);
		}
	}

	/**
	 * Metadata of a record that is nowhere, as the client has it.
	 */
	private RecordMetadata unknownMetadata() {
		return new RecordMetadata(partition(), -1, -1, RecordBatch.NO_TIMESTAMP, -1, -1);
	}

	/**
	 * Return where the record goes, as far as it is decided.
	 */
	TopicPartition partition() {
		int partition = (this.record.partition() != null) ? this.record.partition() : RecordMetadata.UNKNOWN_PARTITION;
		return new TopicPartition(this.record.topic(), partition);
	}

	/**
	 * Tell the caller how the send ended: first the callback, then the future, as the
	 * client does.
	 */
	private void complete(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
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
			this.seam.ended(this);
		}
	}

	/**
	 * Why a send fails unless it leaves before.
	 *
	 * @param at when, by {@link System#nanoTime()}
	 * @param cause makes what the caller is told
	 */
	private record Failure(long at, Supplier<RuntimeException> cause) {

		Duration left() {
			return Duration.ofNanos(Math.max(0, this.at - System.nanoTime()));
		}

	}

}
