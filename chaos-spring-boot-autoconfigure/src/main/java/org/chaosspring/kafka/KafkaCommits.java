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
import org.apache.kafka.common.errors.WakeupException;
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
	 * Return whether a record was lost before, and comes again only because an earlier
	 * one is retried.
	 */
	boolean isLost(TopicPartition partition, long offset) {
		Pending known = this.pending.get(partition);
		return known != null && known.isLost(offset);
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
	 * Return what to commit in place of what the application wants to commit. As a commit
	 * may fail and be tried again, nothing counts as committed before
	 * {@link #committed(Map)}.
	 */
	Map<TopicPartition, OffsetAndMetadata> committing(Map<TopicPartition, OffsetAndMetadata> wanted) {
		if (this.pending.isEmpty()) {
			return wanted;
		}
		Map<TopicPartition, OffsetAndMetadata> corrected = new HashMap<>();
		wanted.forEach((partition, offset) -> corrected.put(partition, committing(partition, offset)));
		return corrected;
	}

	private OffsetAndMetadata committing(TopicPartition partition, OffsetAndMetadata wanted) {
		Pending known = this.pending.get(partition);
		long offset = (known != null) ? known.afterCommit(wanted.offset()).committable(wanted.offset())
				: wanted.offset();
		return (offset == wanted.offset()) ? wanted : new OffsetAndMetadata(offset, wanted.metadata());
	}

	/**
	 * Take note that a commit of the application succeeded.
	 */
	void committed(Map<TopicPartition, OffsetAndMetadata> wanted) {
		wanted.forEach((partition, offset) -> this.pending.computeIfPresent(partition,
				(any, known) -> known.afterCommit(offset.offset()).orNullIfEmpty()));
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
		if (!waiting.isEmpty() && System.nanoTime() - this.settledAt >= SETTLE_INTERVAL_NANOS) {
			this.settledAt = System.nanoTime();
			settle(waiting);
		}
	}

	private void settle(Set<TopicPartition> waiting) {
		try {
			this.client.committed(waiting, BROKER_LIMIT).forEach(this::settle);
		}
		catch (WakeupException ex) {
			// Meant for the poll: done without it, and woken up again.
			settle(waiting);
			this.client.wakeup();
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
			Map<TopicPartition, OffsetAndMetadata> wanted = Map.of(partition, new OffsetAndMetadata(base));
			this.client.commitSync(committing(wanted), BROKER_LIMIT);
			committed(wanted);
		}
	}

	/**
	 * The records of one partition that were polled and are not committed.
	 */
	private static final class Pending {

		private static final int LOST = -1;

		private static final int TO_COME = Integer.MAX_VALUE;

		/**
		 * By offset: the place in the order of delivery, or {@link #LOST}.
		 */
		private final NavigableMap<Long, Integer> places = new TreeMap<>();

		private int deliveries;

		/**
		 * The offset behind all that is no longer pending.
		 */
		private long passed;

		private boolean isLost(long offset) {
			return this.places.getOrDefault(offset, 0) == LOST;
		}

		private void polled(List<Long> delivered, List<Long> lost) {
			// Of what comes again, a poll may bring the beginning only; the rest is to
			// come.
			Stream.concat(delivered.stream(), lost.stream())
				.min(Long::compare)
				.ifPresent((first) -> this.places.tailMap(first, true)
					.replaceAll((offset, place) -> (place == LOST) ? LOST : TO_COME));
			delivered.forEach((offset) -> this.places.put(offset, this.deliveries++));
			lost.forEach((offset) -> this.places.put(offset, LOST));
		}

		/**
		 * Return what is left when all records before an offset are processed, or, where
		 * the order was changed, all up to the record before it in the order of delivery.
		 */
		private Pending afterCommit(long wanted) {
			Pending left = new Pending();
			left.deliveries = this.deliveries;
			int place = this.places.getOrDefault(wanted - 1, LOST);
			this.places.forEach((offset, other) -> {
				boolean processed = (place == LOST) ? offset < wanted : other != LOST && other <= place;
				boolean passed = other == LOST && left.isEmpty();
				if (!processed && !passed) {
					left.places.put(offset, other);
				}
				else {
					left.passed = Math.max(left.passed, offset + 1);
				}
			});
			return left;
		}

		/**
		 * Return the offset that may be committed: before the first record that is left.
		 */
		private long committable(long wanted) {
			long furthest = Math.max(wanted, this.passed);
			return isEmpty() ? furthest : Math.min(furthest, first());
		}

		private @Nullable Pending orNullIfEmpty() {
			return isEmpty() ? null : this;
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
