package org.chaosspring.kafka;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer whose membership in its group may get lost.
 *
 * @param <K> the keys
 * @param <V> the values
 */
abstract class KafkaMemberConsumer<K, V> extends DelegatingConsumer<K, V> {

	private final KafkaMembership membership;

	KafkaMemberConsumer(KafkaMembership membership) {
		this.membership = membership;
	}

	KafkaMembership membership() {
		return this.membership;
	}

	@Override
	public void subscribe(Collection<String> topics) {
		this.membership.subscribe((listener) -> delegate().subscribe(topics, listener), null);
	}

	@Override
	public void subscribe(Collection<String> topics, ConsumerRebalanceListener callback) {
		this.membership.subscribe((listener) -> delegate().subscribe(topics, listener), callback);
	}

	@Override
	public void subscribe(Pattern pattern) {
		this.membership.subscribe((listener) -> delegate().subscribe(pattern, listener), null);
	}

	@Override
	public void subscribe(Pattern pattern, ConsumerRebalanceListener callback) {
		this.membership.subscribe((listener) -> delegate().subscribe(pattern, listener), callback);
	}

	@Override
	public void unsubscribe() {
		this.membership.unsubscribe();
	}

	@Override
	public Set<TopicPartition> assignment() {
		return this.membership.isGone() ? Set.copyOf(this.membership.lost()) : delegate().assignment();
	}

}
