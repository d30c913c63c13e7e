package org.chaosspring.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.engine.Injection;

/**
 * Remembers which copies follow a record, as long as a retry may bring the record again:
 * a duplicate in the log would come again with it. Nothing follows any more once chaos is
 * disabled.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaCopies<K, V> {

	private final Map<TopicPartition, NavigableMap<Long, Followers<K, V>>> followers = new HashMap<>();

	boolean isIdle() {
		return this.followers.isEmpty();
	}

	/**
	 * Let a copy follow a record.
	 */
	void follow(ConsumerRecord<K, V> copy, Injection hit) {
		this.followers.computeIfAbsent(new TopicPartition(copy.topic(), copy.partition()), (any) -> new TreeMap<>())
			.computeIfAbsent(copy.offset(), (any) -> new Followers<>(hit, new ArrayList<>()))
			.copies()
			.add(copy);
	}

	/**
	 * Return the copies that follow a record which comes again.
	 */
	List<ConsumerRecord<K, V>> of(TopicPartition partition, long offset) {
		NavigableMap<Long, Followers<K, V>> known = this.followers.get(partition);
		Followers<K, V> found = (known != null) ? known.get(offset) : null;
		return (found != null && found.hit.isInForce()) ? found.copies : List.of();
	}

	/**
	 * Forget what the listener is past: a container polls on when it is done with what it
	 * has, and seeks back if it is not.
	 */
	void polled(ConsumerRecords<K, V> records, Set<TopicPartition> assigned) {
		this.followers.keySet().retainAll(assigned);
		for (TopicPartition partition : records.partitions()) {
			NavigableMap<Long, Followers<K, V>> known = this.followers.get(partition);
			if (known != null) {
				known.headMap(records.records(partition).get(0).offset(), false).clear();
				if (known.isEmpty()) {
					this.followers.remove(partition);
				}
			}
		}
	}

	/**
	 * What follows one record.
	 *
	 * @param hit the fault
	 * @param copies the copies, marked
	 */
	private record Followers<K, V>(Injection hit, List<ConsumerRecord<K, V>> copies) {

	}

}
