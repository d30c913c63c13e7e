package org.chaosspring.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.EffectHandler;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.Injection;

/**
 * Carries effects out on records on their way to Kafka.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaProduceEffects<K, V> implements EffectHandler<KafkaProduceEffects.Context<K, V>> {

	private final KafkaProduceSeam<K, V> seam;

	private final ConfigurableChaosMiddleware chaos;

	private final HeldMessages<KafkaSend<K, V>> held;

	KafkaProduceEffects(KafkaProduceSeam<K, V> seam, ConfigurableChaosMiddleware chaos,
			HeldMessages<KafkaSend<K, V>> held) {
		this.seam = seam;
		this.chaos = chaos;
		this.held = held;
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
		this.held.hold(send, lane, delay.delay());
		return true;
	}

	@Override
	public boolean loss(Effect.Loss loss, Context<K, V> context) {
		if (this.seam.isInTransaction() && !loss.allowInTransactions()) {
			return false;
		}
		KafkaSend<K, V> send = context.send;
		RecordMetadata metadata = plausibleMetadata(send.record());
		send.promise();
		this.chaos.later(() -> send.complete(metadata, null));
		return true;
	}

	/**
	 * Metadata as after a send without acknowledgment from the broker ({@code acks=0}):
	 * the partition is known, the offset is not.
	 */
	private RecordMetadata plausibleMetadata(ProducerRecord<K, V> record) {
		long timestamp = (record.timestamp() != null) ? record.timestamp() : System.currentTimeMillis();
		return new RecordMetadata(new TopicPartition(record.topic(), partition(record)), -1, -1, timestamp, -1, -1);
	}

	private int partition(ProducerRecord<K, V> record) {
		if (record.partition() != null) {
			return record.partition();
		}
		int partitions = this.seam.partitionsFor(record.topic()).size();
		if (record.key() == null) {
			return ThreadLocalRandom.current().nextInt(partitions);
		}
		byte[] key = (record.key() instanceof byte[] bytes) ? bytes
				: record.key().toString().getBytes(StandardCharsets.UTF_8);
		return Utils.toPositive(Utils.murmur2(key)) % partitions;
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
		else if (record.value() == null || !this.seam.canDamageValues()) {
			return false;
		}
		else {
			send.damageValue(corruption.damage());
		}
		mark(context);
		return true;
	}

	@Override
	public boolean reordering(Effect.Reordering reordering, Context<K, V> context) {
		KafkaSend<K, V> send = context.send;
		mark(context);
		send.promise();
		this.held.reorder(send, send.record().topic(), reordering);
		return true;
	}

	@Override
	public boolean restart(Effect.Restart restart, Context<K, V> context) {
		this.seam.restart(() -> context.hit.await(restart.downtime()));
		return true;
	}

	@Override
	public boolean ackLoss(Effect.AckLoss ackLoss, Context<K, V> context) {
		return false;
	}

	@Override
	public boolean failure(Effect.Failure failure, Context<K, V> context) {
		return false;
	}

	@Override
	public boolean outage(Effect.Outage outage, Context<K, V> context) {
		return false;
	}

	@Override
	public boolean throttle(Effect.Throttle throttle, Context<K, V> context) {
		return false;
	}

	private void mark(Context<K, V> context) {
		ProducerRecord<K, V> record = context.send.record();
		context.send
			.replaceRecord(KafkaRecords.copy(record, KafkaRecords.marked(record.headers(), context.hit.mark())));
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
