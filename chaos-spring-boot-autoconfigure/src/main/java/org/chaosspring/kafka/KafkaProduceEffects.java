package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.EffectHandler;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.Injection;
import org.jspecify.annotations.Nullable;

/**
 * Carries effects out on records on their way to Kafka.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaProduceEffects<K, V> implements EffectHandler<KafkaProduceEffects.Context<K, V>> {

	private final KafkaProduceSeam<K, V> seam;

	private final KafkaReach<K, V> reach;

	private final HeldMessages<KafkaSend<K, V>> held;

	private final KafkaBuffer buffer;

	private final KafkaProduceErrors<K, V> errors;

	KafkaProduceEffects(KafkaProduceSeam<K, V> seam, KafkaReach<K, V> reach, HeldMessages<KafkaSend<K, V>> held,
			KafkaBuffer buffer, KafkaSettings settings) {
		this.seam = seam;
		this.reach = reach;
		this.held = held;
		this.buffer = buffer;
		this.errors = new KafkaProduceErrors<>(seam, reach, held, buffer, settings);
	}

	@Override
	public boolean delay(Effect.Delay delay, Context<K, V> context) {
		if (delay.blocking()) {
			context.hit.await(delay.delay());
			return true;
		}
		KafkaSend<K, V> send = context.send;
		KafkaLane lane = delay.keepOrder() ? KafkaLane.of(send.record()) : null;
		mark(context);
		send.promise();
		send.orTakePromiseBack(() -> this.held.hold(send, lane, delay.delay()));
		return true;
	}

	@Override
	public boolean loss(Effect.Loss loss, Context<K, V> context) {
		if (this.seam.isInTransaction() && !loss.allowInTransactions()) {
			return false;
		}
		KafkaSend<K, V> send = context.send;
		RecordMetadata metadata = plausibleMetadata(send.record());
		send.pretend(metadata);
		return true;
	}

	/**
	 * Metadata as after a send without acknowledgment from the broker ({@code acks=0}):
	 * the partition is known, the offset is not.
	 */
	private RecordMetadata plausibleMetadata(ProducerRecord<K, V> record) {
		long timestamp = (record.timestamp() != null) ? record.timestamp() : System.currentTimeMillis();
		return new RecordMetadata(new TopicPartition(record.topic(), this.reach.partitions().choose(record)), -1, -1,
				timestamp, -1, -1);
	}

	@Override
	public boolean duplication(Effect.Duplication duplication, Context<K, V> context) {
		context.send.copies(duplication.copies(), context.hit.mark());
		return true;
	}

	@Override
	public boolean corruption(Effect.Corruption corruption, Context<K, V> context) {
		KafkaSend<K, V> send = context.send;
		ProducerRecord<K, V> record = send.record();
		if (corruption.headers()) {
			if (!KafkaRecords.hasValues(record.headers())) {
				return false;
			}
			send.replaceRecord(KafkaRecords.copy(record, KafkaRecords.damaged(record.headers(), corruption.damage())));
		}
		else if (record.value() == null || !this.seam.writer().canDamageValues()) {
			return false;
		}
		else {
			send.damageValue(this.seam.writer().failingOpen(corruption.damage(), send.point()));
		}
		mark(context);
		return true;
	}

	@Override
	public boolean reordering(Effect.Reordering reordering, Context<K, V> context) {
		KafkaSend<K, V> send = context.send;
		mark(context);
		send.promise();
		send.orTakePromiseBack(() -> this.held.reorder(send, send.record().topic(), reordering));
		return true;
	}

	@Override
	public boolean restart(Effect.Restart restart, Context<K, V> context) {
		this.seam.restart(() -> context.hit.await(restart.downtime()));
		return true;
	}

	/**
	 * The record is written, and the caller does not hear of it: as the client would try
	 * again in vain until its time is over, or give up at once if it may not.
	 */
	@Override
	public boolean ackLoss(Effect.AckLoss ackLoss, Context<K, V> context) {
		if (this.errors.isWithoutAcks()) {
			return false;
		}
		KafkaSend<K, V> send = context.send;
		mark(context);
		send.replaceRecord(this.reach.partitions().pinned(send.record()));
		send.promiseOpenEnd(times().delivery(), this.errors.expired(send, times().delivery()));
		KafkaReply reply = Objects.requireNonNull(send.reply());
		send.sendSilently(reply, () -> {
			if (times().givesUpAtOnce()) {
				reply.fail(this.errors.disconnected());
			}
			else {
				// The client must not wait for what is just sent, which may wait for it.
				this.seam.inNetworkThread(
						() -> this.held.holdWhile(send, null, reply.untilFailure(), context.hit::isInForce));
			}
		});
		return true;
	}

	@Override
	public boolean failure(Effect.Failure failure, Context<K, V> context) {
		return this.errors.carryOut(failure.kind(), context);
	}

	@Override
	public boolean outage(Effect.Outage outage, Context<K, V> context) {
		KafkaSend<K, V> send = context.send;
		if (outage.brokers().isEmpty() && !this.reach.knows(send.record().topic())) {
			send.waitFor(() -> this.reach.awaitMetadata(send.point(), send.record()));
			return true;
		}
		KafkaLane lane = KafkaLane.of(send.record());
		if (!pin(send, outage)) {
			return false;
		}
		mark(context);
		if (this.buffer.take(send)) {
			holdUntilHealed(send, lane, outage);
		}
		else {
			send.waitFor(() -> awaitRoom(send, lane, outage));
		}
		return true;
	}

	private void holdUntilHealed(KafkaSend<K, V> send, @Nullable KafkaLane lane, Effect.Outage outage) {
		send.promiseOpenEnd(times().delivery(), this.errors.expired(send, times().delivery()));
		send.orTakePromiseBack(() -> this.held.holdWhile(send, lane,
				this.reach.untilFailover(outage, times().delivery()), () -> this.reach.isCutOff(send)));
	}

	/**
	 * Have the caller wait for a place in the buffer: a record leaves it when its time is
	 * over, and all do when the brokers are back.
	 */
	private void awaitRoom(KafkaSend<K, V> send, @Nullable KafkaLane lane, Effect.Outage outage) {
		AtomicBoolean taken = new AtomicBoolean();
		boolean over = this.reach.gate().awaitWhile(() -> {
			taken.set(this.buffer.take(send));
			return !taken.get() && this.reach.isCutOff(send);
		}, times().maxBlock());
		if (taken.get()) {
			holdUntilHealed(send, lane, outage);
		}
		else if (!over) {
			send.refuse(this.buffer.exhausted(times().maxBlock().toMillis()));
		}
	}

	/**
	 * Pin a record to its partition, as the leaders may change while it waits. Where the
	 * client may choose, it keeps away from brokers that are gone.
	 * @return whether the record goes to a broker that is gone
	 */
	private boolean pin(KafkaSend<K, V> send, Effect.Outage outage) {
		KafkaPartitions<K, V> partitions = this.reach.partitions();
		ProducerRecord<K, V> record = send.record();
		Predicate<Node> gone = (broker) -> outage.brokers().isEmpty()
				|| outage.brokers().stream().anyMatch((name) -> KafkaPartitions.isCalled(broker, name));
		OptionalInt given = partitions.of(record);
		OptionalInt elsewhere = given.isPresent() ? given : partitions.chooseLedBy(record.topic(), gone.negate());
		int partition = elsewhere.orElseGet(() -> partitions.choose(record));
		send.replaceRecord(KafkaRecords.pinned(record, partition));
		return partitions.isLedBy(record.topic(), partition, gone);
	}

	/**
	 * The buffer of the producer is full until the record may go.
	 */
	@Override
	public boolean throttle(Effect.Throttle throttle, Context<K, V> context) {
		Duration wait = throttle.pacer().reserve(times().maxBlock());
		if (wait == null) {
			this.errors.exhaustBuffer(context);
			return true;
		}
		if (wait.isZero()) {
			return false;
		}
		this.errors.await(wait, context);
		return true;
	}

	private KafkaProducerTimes times() {
		return this.reach.times();
	}

	private void mark(Context<K, V> context) {
		context.send.mark(context.hit.mark());
	}

	/**
	 * One record that was hit.
	 *
	 * @param send the record on its way
	 * @param hit the fault that it meets
	 */
	record Context<K, V>(KafkaSend<K, V> send, Injection hit) {

	}

}
