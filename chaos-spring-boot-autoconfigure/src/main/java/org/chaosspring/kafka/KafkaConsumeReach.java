package org.chaosspring.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer reaches while brokers are out of reach: partitions led by them bring
 * nothing, and nobody takes commits if all are gone. It goes on polling, so that it stays
 * a member of its group, unless it is to be evicted.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaConsumeReach<K, V> implements AutoCloseable {

	private static final Duration SLICE = Duration.ofMillis(50);

	private final Consumer<K, V> client;

	private final Injector chaos;

	private final InjectionPoint point;

	private final KafkaMembership membership;

	private final KafkaPartitionAccess access;

	private final Duration sessionTimeout;

	private final Duration apiTimeout;

	private final KafkaGate gate = new KafkaGate();

	private final Runnable observer = this.gate::lookAgain;

	private @Nullable Instant evictedFrom;

	KafkaConsumeReach(Consumer<K, V> client, Injector chaos, InjectionPoint point, KafkaMembership membership,
			KafkaSettings settings) {
		this.client = client;
		this.chaos = chaos;
		this.point = point;
		this.membership = membership;
		this.access = new KafkaPartitionAccess(client::partitionsFor);
		this.sessionTimeout = chaos.scaled(settings.millis(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG));
		this.apiTimeout = chaos.scaled(settings.millis(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
		chaos.addPlanObserver(this.observer);
	}

	KafkaPartitionAccess access() {
		return this.access;
	}

	/**
	 * Poll what can be reached.
	 * @param woken tells whether the consumer is to return at once
	 */
	ConsumerRecords<K, V> poll(Duration timeout, BooleanSupplier woken) {
		// Converts what is too long for nanoseconds to the longest time there is.
		long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
		Set<TopicPartition> cut = cutOff(assignment());
		while (!cut.isEmpty()) {
			evictIfDue(cut);
			ConsumerRecords<K, V> polled = pollWithout(cut, shorter(left(end), SLICE), woken);
			if (!polled.isEmpty() || woken.getAsBoolean() || left(end).isZero()) {
				return polled;
			}
			cut = cutOff(assignment());
		}
		this.membership.rejoin();
		return this.client.poll(left(end));
	}

	private Set<TopicPartition> assignment() {
		return this.membership.isGone() ? this.membership.lost() : this.client.assignment();
	}

	private Set<TopicPartition> cutOff(Collection<TopicPartition> partitions) {
		return partitions.stream().filter((partition) -> outage(partition) != null).collect(Collectors.toSet());
	}

	private Effect.@Nullable Outage outage(TopicPartition partition) {
		return this.chaos.outage(this.point, this.access, partition);
	}

	/**
	 * Lose the membership once the group did not hear of the consumer for a session.
	 */
	private void evictIfDue(Set<TopicPartition> cut) {
		Effect.Outage outage = outage(cut.iterator().next());
		if (outage != null && outage.evict() && !outage.began().equals(this.evictedFrom)
				&& !this.chaos.now().isBefore(outage.began().plus(this.sessionTimeout))) {
			this.evictedFrom = outage.began();
			this.membership.lose();
		}
	}

	private ConsumerRecords<K, V> pollWithout(Set<TopicPartition> cut, Duration timeout, BooleanSupplier woken) {
		if (this.membership.isGone()) {
			this.gate.awaitWhile(() -> !woken.getAsBoolean() && !cutOff(cut).isEmpty(), timeout);
			return ConsumerRecords.empty();
		}
		Set<TopicPartition> paused = new HashSet<>(cut);
		// What the application paused stays so.
		paused.removeAll(this.client.paused());
		this.client.pause(paused);
		try {
			return this.client.poll(timeout);
		}
		finally {
			paused.retainAll(this.client.assignment());
			this.client.resume(paused);
		}
	}

	/**
	 * Have a commit wait for a broker that takes it.
	 * @param woken tells whether the consumer is to return at once
	 * @throws TimeoutException if there is none within the limit
	 * @throws CommitFailedException if the consumer was evicted meanwhile
	 */
	void awaitCommit(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Duration timeout,
			BooleanSupplier woken) {
		Duration limit = (timeout != null) ? timeout : this.apiTimeout;
		boolean there = this.gate.awaitWhile(() -> !woken.getAsBoolean() && isCutOffFromAll(offsets.keySet()), limit);
		if (this.membership.isGone()) {
			throw new CommitFailedException();
		}
		if (!there) {
			throw new TimeoutException(
					"Timeout of " + limit.toMillis() + "ms expired before successfully committing offsets " + offsets);
		}
	}

	/**
	 * Return how a commit fails that nobody waits for, or {@code null} if some broker
	 * takes it.
	 */
	@Nullable RuntimeException commitFailure(Map<TopicPartition, OffsetAndMetadata> offsets) {
		return isCutOffFromAll(offsets.keySet()) ? new RetriableCommitFailedException(
				"Offset commit failed with a retriable exception. You should retry committing the latest consumed offsets.",
				new CoordinatorNotAvailableException("The coordinator is not available.")) : null;
	}

	private boolean isCutOffFromAll(Collection<TopicPartition> partitions) {
		return partitions.stream().anyMatch((partition) -> isOfAllBrokers(outage(partition)));
	}

	private static boolean isOfAllBrokers(Effect.@Nullable Outage outage) {
		return outage != null && outage.brokers().isEmpty();
	}

	private static Duration left(long end) {
		return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	@Override
	public void close() {
		this.chaos.removePlanObserver(this.observer);
	}

}
