package org.chaosspring.kafka;

/**
 * What calls that begin and end the transactions of a producer meet before they reach the
 * client: they wait while the broker that coordinates them is out of reach, and fail if a
 * record did.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaTransactionCalls<K, V> {

	private final KafkaTransaction<K, V> transaction;

	private final KafkaReach<K, V> reach;

	private final KafkaTemplatePoints points;

	private final KafkaIncompleteSends<K, V> incomplete;

	/**
	 * Create the calls.
	 * @param transaction what is known of the transaction
	 * @param reach knows what is out of reach
	 * @param points the injection points of the producer
	 * @param incomplete what leaves before a commit and fails with an abort
	 */
	KafkaTransactionCalls(KafkaTransaction<K, V> transaction, KafkaReach<K, V> reach, KafkaTemplatePoints points,
			KafkaIncompleteSends<K, V> incomplete) {
		this.transaction = transaction;
		this.reach = reach;
		this.points = points;
		this.incomplete = incomplete;
	}

	void init(Runnable client) {
		this.reach.awaitAnswer(this::isCoordinatorCutOff, "InitProducerId");
		client.run();
	}

	void begin(Runnable client) {
		this.transaction.throwIfFenced();
		this.transaction.throwIfPending("beginTransaction");
		client.run();
		this.transaction.begin();
	}

	/**
	 * Send offsets.
	 * @param any whether there are any
	 */
	void sendOffsets(boolean any, Runnable client) {
		this.transaction.throwIfPending("sendOffsetsToTransaction");
		this.transaction.throwIfFailed();
		if (any) {
			this.transaction.fill();
			this.reach.awaitAnswer(this::isCoordinatorCutOff, "AddOffsetsToTxn");
		}
		client.run();
	}

	void commit(Runnable client) {
		this.transaction.ending("commitTransaction");
		this.incomplete.release();
		this.transaction.throwIfFailed();
		this.reach.awaitAnswer(() -> this.incomplete.areUndecided() || isEndCutOff(), "EndTxn(true)");
		this.transaction.throwIfFailed();
		this.transaction.end();
		client.run();
	}

	void abort(Runnable client) {
		this.transaction.throwIfFenced();
		this.transaction.ending("abortTransaction");
		this.incomplete.abort();
		this.reach.awaitAnswer(this::isEndCutOff, "EndTxn(false)");
		this.transaction.end();
		client.run();
	}

	/**
	 * Return whether nobody can be told that the transaction ends. Of one without
	 * content, nobody has to be.
	 */
	private boolean isEndCutOff() {
		return this.transaction.isFilled() && isCoordinatorCutOff();
	}

	private boolean isCoordinatorCutOff() {
		KafkaSend<K, V> latest = this.transaction.latest();
		return (latest != null) ? this.reach.isCutOffFromCoordinator(latest.point(), latest.record().topic())
				: this.reach.isCutOffFromCoordinator(this.points.ofNoRecord(), "");
	}

}
