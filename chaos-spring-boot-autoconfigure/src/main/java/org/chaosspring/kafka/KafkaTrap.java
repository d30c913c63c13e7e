package org.chaosspring.kafka;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.chaosspring.engine.Injection;

/**
 * A record whose listener fails: the first look at its value does, unless chaos is over
 * by then. Error handlers and dead letters find the value in its place.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaTrap<K, V> extends ConsumerRecord<K, V> {

	private final RuntimeException failure;

	private final Injection hit;

	private final AtomicBoolean sprung = new AtomicBoolean();

	KafkaTrap(ConsumerRecord<K, V> record, RuntimeException failure, Injection hit) {
		super(record.topic(), record.partition(), record.offset(), record.timestamp(), record.timestampType(),
				record.serializedKeySize(), record.serializedValueSize(), record.key(), record.value(),
				record.headers(), record.leaderEpoch());
		this.failure = failure;
		this.hit = hit;
	}

	@Override
	public V value() {
		if (this.hit.isInForce() && this.sprung.compareAndSet(false, true)) {
			throw this.failure;
		}
		return super.value();
	}

}
