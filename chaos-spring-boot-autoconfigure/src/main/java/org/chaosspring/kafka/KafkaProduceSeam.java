package org.chaosspring.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.engine.Injector;
import org.chaosspring.engine.Damage;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.jspecify.annotations.Nullable;

/**
 * The place where every record passes on its way to Kafka: around the client, below
 * templates, transactions and observations, so that they all see what the client shows.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaProduceSeam<K, V> extends DelegatingProducer<K, V> {

	private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

	private final Injector chaos;

	private final KafkaProducerOrigin<K, V> origin;

	private final @Nullable ChaosSerializer serializer;

	private final HeldMessages<KafkaSend<K, V>> held;

	private final KafkaReach<K, V> reach;

	private final KafkaBuffer buffer;

	private final KafkaProduceEffects<K, V> effects;

	private final KafkaTransaction<K, V> transaction = new KafkaTransaction<>();

	private final KafkaTransactionCalls<K, V> transactionCalls;

	private final KafkaNetworkThread networkThread;

	/**
	 * Sends that neither the client nor chaos has decided about yet.
	 */
	private final Set<KafkaSend<K, V>> undecided = ConcurrentHashMap.newKeySet();

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
		this.transactionCalls = new KafkaTransactionCalls<>(this.transaction, this.reach, origin.points(), this.held,
				() -> !this.undecided.isEmpty());
		this.networkThread = new KafkaNetworkThread(this.reach::clientId);
		this.buffer = new KafkaBuffer(settings);
		this.effects = new KafkaProduceEffects<>(this, this.reach, this.held, this.buffer, settings);
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
		this.origin.awaitUp();
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
			send.tellWhatIsPretended();
		}
		awaitClient(send);
		if (send.promised() == null) {
			followHeld(send);
		}
		Future<RecordMetadata> promised = send.promised();
		return (promised != null) ? promised : send.send();
	}

	/**
	 * Hold the caller outside of the decision, which a change of plan waits for.
	 */
	private void awaitClient(KafkaSend<K, V> send) {
		try {
			if (send.lacksMetadata()) {
				this.reach.awaitMetadata(send.point(), send.record());
			}
			send.awaitRoom();
		}
		catch (KafkaException ex) {
			send.refuse(ex);
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
				report(send.point(), ex);
			}
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
		Producer<K, V> next = this.delegate;
		return (next instanceof KafkaProduceSeam<K, V> seam) ? seam.client() : next;
	}

	/**
	 * Let bytes pass whole that cannot be damaged: the client is in the midst of sending
	 * by then.
	 */
	Damage failingOpen(Damage damage, InjectionPoint point) {
		return (bytes) -> {
			try {
				return damage.apply(bytes);
			}
			catch (RuntimeException ex) {
				report(point, ex);
				return bytes;
			}
		};
	}

	void report(InjectionPoint point, Throwable cause) {
		this.chaos.reportFailure(point, cause);
	}

	boolean canDamageValues() {
		return this.serializer != null;
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
	 * Take note of a send whose end is open, and maybe a failure.
	 */
	void began(KafkaSend<K, V> send) {
		this.undecided.add(send);
	}

	void failed(RuntimeException exception) {
		this.transaction.fail(exception);
	}

	void ended(KafkaSend<K, V> send) {
		if (this.undecided.remove(send)) {
			this.buffer.giveBack(send);
			this.reach.gate().lookAgain();
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
	public void initTransactions() {
		this.transactionCalls.init(this.delegate::initTransactions);
	}

	@Override
	public void beginTransaction() {
		this.transactionCalls.begin(this.delegate::beginTransaction);
	}

	@Override
	public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets,
			ConsumerGroupMetadata groupMetadata) {
		this.transactionCalls.sendOffsets(!offsets.isEmpty(),
				() -> this.delegate.sendOffsetsToTransaction(offsets, groupMetadata));
	}

	@Override
	public void commitTransaction() {
		this.transactionCalls.commit(this.delegate::commitTransaction);
	}

	@Override
	public void abortTransaction() {
		this.transactionCalls.abort(this.delegate::abortTransaction);
	}

	private @Nullable String transactionalId() {
		return (this.serializer != null) ? this.serializer.transactionalId() : null;
	}

	@Override
	public void flush() {
		this.held.releaseAll();
		this.reach.gate().awaitWhile(() -> !this.undecided.isEmpty(), FOREVER);
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
			this.held.releaseAll();
			this.reach.gate().awaitWhile(() -> !this.undecided.isEmpty(), timeout);
		}
		finally {
			this.held.withdrawAll().forEach((send) -> send.fail(new KafkaException("Producer is closed forcefully.")));
			this.held.close();
			this.reach.close();
			this.networkThread.close();
			closeDelegate.run();
		}
	}

}
