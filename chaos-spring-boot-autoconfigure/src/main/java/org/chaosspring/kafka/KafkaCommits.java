package org.chaosspring.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps commits correct although some records were lost or came in another order: a
 * commit moves past a lost record as soon as all before it are committed, and never past
 * a record that was not processed.
 */
final class KafkaCommits {

	private static final Duration BROKER_LIMIT = Duration.ofSeconds(5);

	private static final long SETTLE_INTERVAL_NANOS = Duration.ofMillis(200).toNanos();

	private final Consumer<?, ?> client;

	private final Map<TopicPartition, Pending> pending = new HashMap<>();

	private boolean automatic;

	private long settledAt = System.nanoTime() - SETTLE_INTERVAL_NANOS;

	KafkaCommits(Consumer<?, ?> client) {
		this.client = client;
	}

	/**
	 * Say that the client commits its position by itself: then there is nothing to do.
	 */
	void automatic(boolean byClient) {
		this.automatic = byClient;
	}

	boolean isIdle() {
		return this.pending.isEmpty();
	}

	/**
	 * Take note of a poll of one partition.
	 * @param delivered the offsets given to the application, in that order
	 * @param lost the offsets that it never sees
	 */
	void polled(TopicPartition partition, List<Long> delivered, List<Long> lost) {
		Pending known = this.pending.get(partition);
		if (this.automatic || (known == null && lost.isEmpty() && isSorted(delivered))) {
			return;
		}
		this.pending.computeIfAbsent(partition, (any) -> new Pending()).polled(delivered, lost);
	}

	private static boolean isSorted(List<Long> offsets) {
		for (int i = 1; i < offsets.size(); i++) {
			if (offsets.get(i) < offsets.get(i - 1)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return what to commit in place of what the application wants to commit.
	 */
	Map<TopicPartition, OffsetAndMetadata> committing(Map<TopicPartition, OffsetAndMetadata> offsets) {
		if (this.pending.isEmpty()) {
			return offsets;
		}
		Map<TopicPartition, OffsetAndMetadata> corrected = new HashMap<>();
		offsets.forEach((partition, wanted) -> corrected.put(partition, committing(partition, wanted)));
		this.pending.values().removeIf(Pending::isEmpty);
		return corrected;
	}

	private OffsetAndMetadata committing(TopicPartition partition, OffsetAndMetadata wanted) {
		Pending known = this.pending.get(partition);
		long offset = (known != null) ? known.committing(wanted.offset()) : wanted.offset();
		return (offset == wanted.offset()) ? wanted : new OffsetAndMetadata(offset, wanted.metadata());
	}

	/**
	 * Commit past lost records that nothing else will commit past: those right behind
	 * what is committed already.
	 */
	void settle() {
		this.pending.keySet().retainAll(this.client.assignment());
		Set<TopicPartition> waiting = this.pending.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().startsWithLost())
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
		if (waiting.isEmpty() || System.nanoTime() - this.settledAt < SETTLE_INTERVAL_NANOS) {
			return;
		}
		this.settledAt = System.nanoTime();
		try {
			this.client.committed(waiting, BROKER_LIMIT).forEach(this::settle);
			this.pending.values().removeIf(Pending::isEmpty);
		}
		catch (KafkaException ex) {
			// No group, a rebalance, or a broker away: the next commit moves past them.
		}
	}

	private void settle(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
		Pending known = this.pending.get(partition);
		long base = (committed != null) ? committed.offset()
				: this.client.beginningOffsets(Set.of(partition), BROKER_LIMIT).getOrDefault(partition, -1L);
		if (known != null && known.first() == base) {
			this.client.commitSync(Map.of(partition, new OffsetAndMetadata(known.committing(base))), BROKER_LIMIT);
		}
	}

	/**
	 * The records of one partition that were polled and are not committed.
	 */
	private static final class Pending {

		private static final int LOST = -1;

		/**
		 * By offset: the place in the order of delivery, or {@link #LOST}.
		 */
		private final NavigableMap<Long, Integer> places = new TreeMap<>();

		private int deliveries;

		private void polled(List<Long> delivered, List<Long> lost) {
			// A record that comes again is decided anew.
			Stream.concat(delivered.stream(), lost.stream())
				.min(Long::compare)
				.ifPresent((first) -> this.places.tailMap(first, true).clear());
			delivered.forEach((offset) -> this.places.put(offset, this.deliveries++));
			lost.forEach((offset) -> this.places.put(offset, LOST));
		}

		private long committing(long wanted) {
			int place = this.places.getOrDefault(wanted - 1, LOST);
			if (place == LOST) {
				this.places.headMap(wanted).clear();
			}
			else {
				this.places.values().removeIf((other) -> other != LOST && other <= place);
			}
			long passed = wanted;
			while (startsWithLost()) {
				passed = Math.max(passed, this.places.pollFirstEntry().getKey() + 1);
			}
			return isEmpty() ? passed : Math.min(passed, first());
		}

		private boolean startsWithLost() {
			return !isEmpty() && this.places.firstEntry().getValue() == LOST;
		}

		private long first() {
			return isEmpty() ? -1 : this.places.firstKey();
		}

		private boolean isEmpty() {
			return this.places.isEmpty();
		}

	}

}
