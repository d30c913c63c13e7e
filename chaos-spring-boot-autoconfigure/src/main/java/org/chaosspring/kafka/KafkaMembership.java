package org.chaosspring.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The membership of a consumer in its group. It can get lost as that of a consumer which
 * the group did not hear of for too long: the group goes on without it at once, and the
 * consumer learns that only when it comes back.
 */
final class KafkaMembership implements ConsumerRebalanceListener {

	private final Runnable unsubscribe;

	private final Set<TopicPartition> lost = new HashSet<>();

	private @Nullable Consumer<ConsumerRebalanceListener> subscription;

	private @Nullable ConsumerRebalanceListener own;

	private boolean gone;

	KafkaMembership(Runnable unsubscribe) {
		this.unsubscribe = unsubscribe;
	}

	/**
	 * Subscribe, and remember how.
	 * @param how subscribes with a listener
	 * @param listener the listener of the application
	 */
	void subscribe(Consumer<ConsumerRebalanceListener> how, @Nullable ConsumerRebalanceListener listener) {
		this.subscription = how;
		this.own = listener;
		how.accept(this);
	}

	void unsubscribe() {
		this.subscription = null;
		this.gone = false;
		this.lost.clear();
		this.unsubscribe.run();
	}

	/**
	 * Return whether the group goes on without the consumer.
	 */
	boolean isGone() {
		return this.gone;
	}

	/**
	 * Return the partitions that the consumer still believes to have.
	 */
	Set<TopicPartition> lost() {
		return this.lost;
	}

	/**
	 * Leave the group, unless the consumer is in none.
	 */
	void lose() {
		if (this.subscription != null && !this.gone) {
			this.gone = true;
			this.unsubscribe.run();
		}
	}

	/**
	 * Learn that the membership is lost, and join again.
	 */
	void rejoin() {
		Consumer<ConsumerRebalanceListener> how = this.subscription;
		if (how != null && this.gone) {
			this.gone = false;
			Set<TopicPartition> partitions = new HashSet<>(this.lost);
			this.lost.clear();
			if (this.own != null && !partitions.isEmpty()) {
				this.own.onPartitionsLost(partitions);
			}
			how.accept(this);
		}
	}

	@Override
	public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
		if (this.own != null) {
			this.own.onPartitionsAssigned(partitions);
		}
	}

	@Override
	public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
		if (this.gone) {
			this.lost.addAll(partitions);
		}
		else if (this.own != null) {
			this.own.onPartitionsRevoked(partitions);
		}
	}

	@Override
	public void onPartitionsLost(Collection<TopicPartition> partitions) {
		if (this.gone) {
			this.lost.addAll(partitions);
		}
		else if (this.own != null) {
			this.own.onPartitionsLost(partitions);
		}
	}

}
