package org.chaosspring.kafka;

import java.time.Duration;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Damage;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.Injection;
import org.jspecify.annotations.Nullable;

/**
 * The place where every record passes on its way to Kafka: around the client, below
 * templates, transactions and observations, so that they all see what the client shows.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaProduceSeam<K, V> extends DelegatingProducer<K, V> {

	private final ConfigurableChaosMiddleware chaos;

	private final KafkaProducerOrigin<K, V> origin;

	private final @Nullable ChaosSerializer serializer;

	private final HeldMessages<KafkaSend<K, V>> held;

	private final KafkaProduceEffects<K, V> effects;

	private volatile Producer<K, V> delegate;

	private volatile @Nullable KafkaProduceSeam<K, V> successor;

	private volatile boolean inTransaction;

	KafkaProduceSeam(Producer<K, V> delegate, ConfigurableChaosMiddleware chaos, KafkaProducerOrigin<K, V> origin,
			@Nullable ChaosSerializer serializer) {
		this.delegate = delegate;
		this.chaos = chaos;
		this.origin = origin;
		this.serializer = serializer;
		this.held = chaos.hold(KafkaSend::release, KafkaSend::size);
		this.effects = new KafkaProduceEffects<>(this, chaos, this.held);
	}

	@Override
	Producer<K, V> delegate() {
		return this.delegate;
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
		return send(record, null);
	}

	@Override
	public Future<RecordMetadata> send(ProducerRecord<K, V> record, @Nullable Callback callback) {
		if (!this.chaos.isActive() || this.successor != null) {
			return this.delegate.send(record, callback);
		}
		return sendThroughChaos(record, callback);
	}

	private Future<RecordMetadata> sendThroughChaos(ProducerRecord<K, V> record, @Nullable Callback callback) {
		this.origin.awaitUp();
		Injection hit = this.chaos.decide(this.origin.points().of(record), KafkaProduceAccess.INSTANCE, record);
		if (hit == null && this.held.size() == 0) {
			return this.delegate.send(record, callback);
		}
		KafkaSend<K, V> send = new KafkaSend<>(this, record, callback);
		if (hit != null) {
			hit.carryOut(this.effects, new KafkaProduceEffects.Context<>(send, hit));
		}
		if (send.promised() == null) {
			followHeld(send);
		}
		Future<RecordMetadata> promised = send.promised();
		return (promised != null) ? promised : send.send();
	}

	/**
	 * Let a record wait if records before it in its lane are held back.
	 */
	private void followHeld(KafkaSend<K, V> send) {
		KafkaLane lane = KafkaLane.of(send.record());
		if (lane != null) {
			this.held.follow(send, lane, send::promise);
		}
	}

	Future<RecordMetadata> sendToBroker(ProducerRecord<K, V> record, @Nullable Callback callback,
			@Nullable Damage damage) {
		if (damage == null || this.serializer == null) {
			return client().send(record, callback);
		}
		return this.serializer.damaging(damage, () -> client().send(record, callback));
	}

	/**
	 * Return the client itself, past all seams.
	 */
	private Producer<K, V> client() {
		KafkaProduceSeam<K, V> next = this.successor;
		return (next != null) ? next.client() : this.delegate;
	}

	boolean canDamageValues() {
		return this.serializer != null;
	}

	boolean isInTransaction() {
		return this.inTransaction;
	}

	/**
	 * Restart the client: outside a transaction the factory makes a new one that takes
	 * over; an open transaction is lost with its producer, as in a process that dies.
	 * @param downtime waits until the client may be back
	 */
	void restart(Runnable downtime) {
		if (this.inTransaction) {
			this.delegate.close(Duration.ZERO);
			downtime.run();
			return;
		}
		KafkaProduceSeam<K, V> recreated = this.origin.recreate(downtime);
		this.successor = recreated;
		this.delegate = recreated;
	}

	@Override
	public void beginTransaction() {
		this.delegate.beginTransaction();
		this.inTransaction = true;
	}

	@Override
	public void commitTransaction() {
		this.held.releaseAll();
		this.inTransaction = false;
		this.delegate.commitTransaction();
	}

	@Override
	public void abortTransaction() {
		this.held.withdrawAll().forEach((send) -> send.complete(null, new TransactionAbortedException()));
		this.inTransaction = false;
		this.delegate.abortTransaction();
	}

	@Override
	public void flush() {
		this.held.releaseAll();
		this.delegate.flush();
	}

	@Override
	public void close() {
		this.held.close();
		this.delegate.close();
	}

	@Override
	public void close(Duration timeout) {
		this.held.close();
		this.delegate.close(timeout);
	}

}
