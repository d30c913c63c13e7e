package org.chaosspring.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

/**
 * The place where every record passes on its way to Kafka: around the client, below
 * templates, transactions and observations, so that they all see what the client shows.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaProduceSeam<K, V> extends KafkaTransactionalProducer<K, V> {

	private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

	private final Injector chaos;

	private final KafkaProducerOrigin<K, V> origin;

	private final @Nullable ChaosSerializer serializer;

	private final HeldMessages<KafkaSend<K, V>> held;

	private final KafkaReach<K, V> reach;

	private final KafkaWriter<K, V> writer;

	private final KafkaIncompleteSends<K, V> incomplete;

	private final KafkaProduceEffects<K, V> effects;

	private final KafkaTransaction<K, V> transaction = new KafkaTransaction<>();

	private final KafkaTransactionCalls<K, V> transactionCalls;

	private final KafkaNetworkThread networkThread;

	private volatile Producer<K, V> delegate;

	private volatile @Nullable KafkaProduceSeam<K, V> successor;

	KafkaProduceSeam(Producer<K, V> delegate, Injector chaos, KafkaProducerOrigin<K, V> origin,
			@Nullable ChaosSerializer serializer) {
		this.delegate = delegate;
		this.chaos = chaos;
		this.origin = origin;
		this.serializer = serializer;
		this.held = chaos.hold(KafkaSend::point, KafkaSend::release, KafkaSend::size);
		KafkaSettings settings = origin.settings();
		this.reach = new KafkaReach<>(this::client, chaos, settings, origin.keySerializer(), this::transactionalId);
		this.writer = new KafkaWriter<>(this::client, serializer, chaos);
		KafkaBuffer buffer = new KafkaBuffer(settings);
		this.incomplete = new KafkaIncompleteSends<>(this.held, buffer, this.reach.gate(), chaos);
		this.transactionCalls = new KafkaTransactionCalls<>(this.transaction, this.reach, origin.points(),
				this.incomplete);
		this.networkThread = new KafkaNetworkThread(this.reach::clientId);
		this.effects = new KafkaProduceEffects<>(this, this.reach, this.held, buffer, settings);
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
			this.transaction.fill();
			return this.delegate.send(record, callback);
		}
		return sendThroughChaos(record, callback);
	}

	private Future<RecordMetadata> sendThroughChaos(ProducerRecord<K, V> record, @Nullable Callback callback) {
		this.origin.downtime().awaitEnd();
		this.transaction.throwIfClosedToSends();
		InjectionPoint point = this.origin.points().of(record);
		Injection hit = this.chaos.decide(point, this.reach.access(), record);
		if (hit == null && this.held.isIdle() && !this.transaction.isOpen()) {
			return this.delegate.send(record, callback);
		}
		KafkaSend<K, V> send = new KafkaSend<>(this, point, record, callback);
		this.transaction.sending(send);
		if (hit != null) {
			hit.carryOut(this.effects, new KafkaProduceEffects.Context<>(send, hit));
			tellWhatIsPretended(send);
		}
		send.await();
		if (send.reply() == null) {
			followHeld(send);
		}
		KafkaReply reply = send.reply();
		return (reply != null) ? reply : send.send();
	}

	/**
	 * Tell the caller what is pretended, once the fault is known to all that listen: with
	 * the result, observations of the send end.
	 */
	private void tellWhatIsPretended(KafkaSend<K, V> send) {
		KafkaReply reply = send.reply();
		if (reply != null && send.isPretended()) {
			reply.tellWhatIsKnown();
		}
	}

	/**
	 * Let a record wait if records before it in its lane are held back.
	 */
	private void followHeld(KafkaSend<K, V> send) {
		KafkaLane lane = KafkaLane.of(send.record());
		if (lane != null && !send.isRefused()) {
			try {
				send.orTakePromiseBack(() -> this.held.follow(send, lane, send::promise));
			}
			catch (RuntimeException ex) {
				this.chaos.reportFailure(send.point(), ex);
			}
		}
	}

	/**
	 * Return the client itself, past all seams.
	 */
	private Producer<K, V> client() {
		Producer<K, V> next = this.delegate;
		return (next instanceof KafkaProduceSeam<K, V> seam) ? seam.client() : next;
	}

	KafkaWriter<K, V> writer() {
		return this.writer;
	}

	KafkaIncompleteSends<K, V> incomplete() {
		return this.incomplete;
	}

	boolean isInTransaction() {
		return this.transaction.isOpen();
	}

	/**
	 * Run what the client runs in its network thread.
	 */
	void inNetworkThread(Runnable task) {
		this.networkThread.run(task);
	}

	/**
	 * Take note that a record failed: so does its transaction.
	 */
	void failed(RuntimeException exception) {
		this.transaction.fail(exception);
	}

	/**
	 * Once a record failed, have those fail that wait with it in a transaction.
	 */
	void failUnsent() {
		RuntimeException error = this.transaction.error();
		if (error != null) {
			this.incomplete.failUnsent(error);
		}
	}

	/**
	 * Restart the client: outside a transaction the factory makes a new one that takes
	 * over; an open transaction is lost with its producer, as in a process that dies.
	 * @param downtime waits until the client may be back
	 */
	void restart(Runnable downtime) {
		if (this.transaction.isOpen()) {
			this.delegate.close(Duration.ZERO);
			downtime.run();
			return;
		}
		this.origin.recreate(downtime, (recreated) -> {
			// In this order: whoever sees the successor does not see the closed client.
			this.delegate = recreated;
			this.successor = recreated;
		});
	}

	@Override
	public List<PartitionInfo> partitionsFor(String topic) {
		if (this.chaos.isActive() && !this.reach.knows(topic)) {
			ProducerRecord<K, V> any = new ProducerRecord<>(topic, null);
			this.reach.awaitMetadata(this.origin.points().of(any), any);
		}
		return this.delegate.partitionsFor(topic);
	}

	@Override
	KafkaTransactionCalls<K, V> transactionCalls() {
		return this.transactionCalls;
	}

	private @Nullable String transactionalId() {
		return (this.serializer != null) ? this.serializer.transactionalId() : null;
	}

	@Override
	public void flush() {
		this.incomplete.flush(FOREVER);
		this.delegate.flush();
	}

	@Override
	public void close() {
		close(FOREVER, this.delegate::close);
	}

	@Override
	public void close(Duration timeout) {
		close(timeout, () -> this.delegate.close(timeout));
	}

	/**
	 * Close as the client does: wait for what is under way, then let the rest fail.
	 */
	private void close(Duration timeout, Runnable closeDelegate) {
		try {
			this.incomplete.flush(timeout);
		}
		finally {
			this.incomplete.close();
			this.reach.close();
			this.networkThread.close();
			closeDelegate.run();
		}
	}

}
