package org.chaosspring.kafka;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.chaosspring.engine.Damage;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Mark;
import org.jspecify.annotations.Nullable;

/**
 * A send that chaos has a hand in: what is sent in the end, and when.
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

	private boolean pretended;

	private volatile boolean left;

	private @Nullable Damage damage;

	private @Nullable Runnable wait;

	private @Nullable RuntimeException refusal;

	/** {@code null} as long as the client itself tells the caller. */
	private @Nullable KafkaReply reply;

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

	KafkaProduceSeam<K, V> seam() {
		return this.seam;
	}

	@Nullable Callback callback() {
		return this.callback;
	}

	ProducerRecord<K, V> record() {
		return this.record;
	}

	/**
	 * Return where the record goes, as far as it is decided.
	 */
	TopicPartition partition() {
		int partition = (this.record.partition() != null) ? this.record.partition() : RecordMetadata.UNKNOWN_PARTITION;
		return new TopicPartition(this.record.topic(), partition);
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
	 * Have the caller wait before anything is sent.
	 * @param waiting waits, and may decide what becomes of the record
	 */
	void waitFor(Runnable waiting) {
		this.wait = waiting;
	}

	/**
	 * Hold the caller outside of the decision, which a change of plan waits for.
	 */
	void await() {
		Runnable waiting = this.wait;
		if (waiting != null) {
			try {
				waiting.run();
			}
			catch (KafkaException ex) {
				refuse(ex);
			}
		}
	}

	/**
	 * Tell the caller right away that the record is not sent.
	 */
	void refuse(RuntimeException cause) {
		this.refusal = cause;
	}

	boolean isRefused() {
		return this.refusal != null;
	}

	/**
	 * Promise the caller a result for later.
	 */
	void promise() {
		this.reply = newPromise();
	}

	private KafkaReply newPromise() {
		KafkaRecords.take(this.record);
		return new KafkaReply(this);
	}

	/**
	 * Promise the caller a result that is not true.
	 */
	void pretend(RecordMetadata metadata) {
		KafkaReply promised = newPromise();
		promised.know(metadata);
		this.reply = promised;
		this.pretended = true;
	}

	/**
	 * Return whether the result of a promise is known at once, as it is not true.
	 */
	boolean isPretended() {
		return this.pretended;
	}

	/**
	 * Take note that the caller was told.
	 */
	void ended() {
		this.seam.incomplete().ended(this);
	}

	/**
	 * Return whether the record is no longer held back: the client has it, or its time is
	 * over.
	 */
	boolean hasLeft() {
		return this.left;
	}

	/**
	 * Promise the caller a result that depends on chaos; flushes, commits and closes wait
	 * for it.
	 * @param limit how long until the send fails unless it leaves before
	 * @param cause makes what it fails with
	 */
	void promiseOpenEnd(Duration limit, Supplier<RuntimeException> cause) {
		KafkaReply promised = newPromise();
		promised.failAfter(limit, cause);
		this.reply = promised;
		this.seam.incomplete().began(this);
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
			this.reply = null;
			this.mark = null;
			// The headers of the record are closed by now, also to serializers.
			this.record = KafkaRecords.copy(this.record, KafkaRecords.marked(this.record.headers(), null));
			ended();
			throw ex;
		}
	}

	/**
	 * Return what is promised to the caller, or {@code null} if the client tells it.
	 */
	@Nullable KafkaReply reply() {
		return this.reply;
	}

	/**
	 * Send now, in the thread of the caller, who sees what the client does.
	 */
	Future<RecordMetadata> send() {
		if (this.refusal != null) {
			return tell(this.refusal);
		}
		ProducerRecord<K, V> sent = (markOfRecord() != null) ? copy(this.mark) : this.record;
		Future<RecordMetadata> answer = this.seam.writer().write(sent, this.damage, this.callback);
		sendCopies();
		return answer;
	}

	/**
	 * Fail as the client does: errors of its protocol are in the future, all others are
	 * thrown.
	 */
	private Future<RecordMetadata> tell(RuntimeException cause) {
		if (cause instanceof ApiException) {
			this.seam.failed(cause);
			KafkaReply told = new KafkaReply(this);
			told.completeNowhere(cause);
			this.seam.failUnsent();
			return told;
		}
		throw cause;
	}

	/**
	 * Leave after having been held back; the caller has its promise and is told later.
	 */
	void release() {
		KafkaReply promised = this.reply;
		if (promised == null || promised.isDone()) {
			// Taken back: the caller sends the record himself. Or failed with its
			// transaction.
			return;
		}
		this.left = true;
		RuntimeException failure = promised.due();
		if (failure != null) {
			promised.fail(failure);
		}
		else if (promised.isKnown()) {
			promised.tellWhatIsKnown();
		}
		else if (this.seam.writer().writeLate(copy(markOfRecord()), this.damage, promised::complete, promised)) {
			sendCopies();
		}
	}

	/**
	 * Send, and keep what the broker said until later.
	 * @param promised what is kept
	 * @param answered told when the broker answered, before the caller is
	 */
	void sendSilently(KafkaReply promised, Runnable answered) {
		this.left = true;
		this.seam.writer().writeLate(copy(this.mark), this.damage, promised.keeping(answered), promised);
	}

	private void sendCopies() {
		for (int i = 0; i < this.copies; i++) {
			this.seam.writer().writeCopy(copy(this.mark), this.point);
		}
	}

	private ProducerRecord<K, V> copy(@Nullable Mark ofCopy) {
		return KafkaRecords.marked(this.record, this.sentAt, ofCopy);
	}

	private @Nullable Mark markOfRecord() {
		return (this.copies == 0) ? this.mark : null;
	}

}
