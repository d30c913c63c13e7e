package org.chaosspring.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.Shuffle;
import org.jspecify.annotations.Nullable;

/**
 * What one poll will give to the application.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaPoll<K, V> {

	private final Map<TopicPartition, List<ConsumerRecord<K, V>>> delivered = new LinkedHashMap<>();

	private final Map<TopicPartition, List<Long>> lost = new HashMap<>();

	private final Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>();

	private final Map<TopicPartition, Long> rewinds = new HashMap<>();

	private final Map<TopicPartition, KafkaPoisonPills.Pill> poisoned = new HashMap<>();

	private final List<Overtaken<K, V>> overtaken = new ArrayList<>();

	private final Map<TopicPartition, Integer> reorderedUpTo = new HashMap<>();

	private final Set<TopicPartition> cutPartitions = new HashSet<>();

	private boolean cut;

	private Duration delay = Duration.ZERO;

	private boolean allowRebalance;

	private @Nullable Injection waiting;

	void nextOffsets(Map<TopicPartition, OffsetAndMetadata> offsets) {
		this.nextOffsets.putAll(offsets);
	}

	void deliver(ConsumerRecord<K, V> record) {
		this.delivered.computeIfAbsent(partition(record), (any) -> new ArrayList<>()).add(record);
	}

	void lose(ConsumerRecord<K, V> record) {
		this.lost.computeIfAbsent(partition(record), (any) -> new ArrayList<>()).add(record.offset());
	}

	/**
	 * End the poll before its first record.
	 */
	void cut() {
		this.cut = true;
	}

	/**
	 * End the poll before a record: it and all that follow come again.
	 */
	void cutBefore(ConsumerRecord<K, V> record) {
		cut();
		rewind(record);
	}

	/**
	 * End the poll of one partition before a record: it and those behind it come again.
	 */
	void cutPartitionBefore(ConsumerRecord<K, V> record) {
		cutPartitionAfter(record);
		rewind(record);
	}

	/**
	 * End the poll of one partition after a record: those behind it come again.
	 */
	void cutPartitionAfter(ConsumerRecord<K, V> record) {
		this.cutPartitions.add(partition(record));
	}

	/**
	 * End the poll of one partition before a record that cannot be deserialized.
	 */
	void poison(ConsumerRecord<K, V> record, KafkaPoisonPills.Pill pill) {
		this.poisoned.put(partition(record), pill);
		rewind(record);
	}

	boolean isCut(TopicPartition partition) {
		return this.cut || this.cutPartitions.contains(partition) || this.poisoned.containsKey(partition);
	}

	void rewind(ConsumerRecord<K, V> record) {
		this.rewinds.merge(partition(record), record.offset(), Math::min);
	}

	void delay(Effect.Delay effect, Injection hit) {
		if (effect.delay().compareTo(this.delay) > 0) {
			this.delay = effect.delay();
		}
		this.allowRebalance |= effect.allowRebalance();
		this.waiting = hit;
	}

	/**
	 * Return how long to wait before the records are given out: as a response of the
	 * broker is late as a whole, the longest delay counts for all.
	 */
	Duration delay(Duration limit) {
		return (this.allowRebalance || this.delay.compareTo(limit) < 0) ? this.delay : limit;
	}

	/**
	 * Let the records wait a while, and not longer than for the longest of such waits.
	 */
	void await(Duration wait, Injection hit) {
		delay(new Effect.Delay(wait, false, true, false), hit);
	}

	boolean isEmpty() {
		return this.delivered.isEmpty();
	}

	@Nullable Injection waiting() {
		return this.waiting;
	}

	void overtake(ConsumerRecord<K, V> record, Effect.Reordering reordering, Injection hit) {
		deliver(record);
		this.overtaken.add(new Overtaken<>(record, reordering, hit, System.nanoTime()));
	}

	/**
	 * Return whether it is worth to poll on for records that overtake the first one.
	 */
	boolean lacksOvertakers() {
		if (this.cut || this.overtaken.isEmpty()) {
			return false;
		}
		Overtaken<K, V> first = this.overtaken.get(0);
		return first.hit.isInForce() && System.nanoTime() - first.since < first.reordering.maxHold().toNanos()
				&& followers(first) < first.reordering.window();
	}

	private int followers(Overtaken<K, V> one) {
		List<ConsumerRecord<K, V>> records = this.delivered.getOrDefault(partition(one.record), List.of());
		return records.size() - indexOf(records, one.record) - 1;
	}

	@SuppressWarnings("ReferenceEquality") // a duplicate is equal but another one
	private static <K, V> int indexOf(List<ConsumerRecord<K, V>> records, ConsumerRecord<K, V> record) {
		for (int i = 0; i < records.size(); i++) {
			if (records.get(i) == record) {
				return i;
			}
		}
		return records.size();
	}

	/**
	 * Bring the records into their final order, and the client and the bookkeeping in
	 * line with it.
	 */
	void finish(Consumer<K, V> client, KafkaCommits commits, KafkaPoisonPills pills) {
		dropRevoked(client.assignment());
		this.overtaken.forEach(this::reorder);
		this.rewinds.forEach((partition, offset) -> {
			client.seek(partition, offset);
			this.nextOffsets.put(partition, new OffsetAndMetadata(offset));
		});
		Set<TopicPartition> partitions = new HashSet<>(this.delivered.keySet());
		partitions.addAll(this.lost.keySet());
		partitions.forEach((partition) -> commits.polled(partition,
				this.delivered.getOrDefault(partition, List.of()).stream().map(ConsumerRecord::offset).toList(),
				this.lost.getOrDefault(partition, List.of())));
		commits.settle();
		pills.add(this.poisoned);
		if (this.delivered.isEmpty()) {
			pills.throwIfReached(client);
		}
	}

	/**
	 * Records of a partition that went to another consumer meanwhile are its business.
	 */
	private void dropRevoked(Set<TopicPartition> assigned) {
		this.delivered.keySet().retainAll(assigned);
		this.lost.keySet().retainAll(assigned);
		this.rewinds.keySet().retainAll(assigned);
		this.poisoned.keySet().retainAll(assigned);
		this.nextOffsets.keySet().retainAll(assigned);
	}

	/**
	 * Have up to a window of records change places, once each. The last record of the
	 * partition stays the last one: whoever commits it has processed all others, too.
	 */
	private void reorder(Overtaken<K, V> one) {
		TopicPartition partition = partition(one.record);
		List<ConsumerRecord<K, V>> records = this.delivered.getOrDefault(partition, List.of());
		int from = indexOf(records, one.record);
		int to = Math.min(from + one.reordering.window(), records.size() - 1);
		if (from < this.reorderedUpTo.getOrDefault(partition, 0) || to - from < 2) {
			return;
		}
		List<ConsumerRecord<K, V>> window = records.subList(from, to);
		List<ConsumerRecord<K, V>> shuffled = Shuffle.reorder(List.copyOf(window),
				new SplittableRandom(one.reordering.seed()));
		for (int i = 0; i < shuffled.size(); i++) {
			window.set(i, shuffled.get(i));
		}
		this.reorderedUpTo.put(partition, to);
	}

	ConsumerRecords<K, V> result() {
		return new ConsumerRecords<>(this.delivered, this.nextOffsets);
	}

	private static TopicPartition partition(ConsumerRecord<?, ?> record) {
		return new TopicPartition(record.topic(), record.partition());
	}

	private record Overtaken<K, V>(ConsumerRecord<K, V> record, Effect.Reordering reordering, Injection hit,
			long since) {

	}

}
