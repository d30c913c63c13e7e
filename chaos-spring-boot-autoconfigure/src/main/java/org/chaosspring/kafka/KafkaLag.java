package org.chaosspring.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka how far consumer groups are behind, by a client of its own that chaos does
 * not touch. Unlike what a consumer says of itself, this is also true while it does not
 * poll. Used by one thread at a time.
 */
public final class KafkaLag implements AutoCloseable {

	private final Supplier<Map<String, Object>> configuration;

	private final Supplier<Collection<String>> groups;

	private @Nullable Admin admin;

	/**
	 * Create a lag.
	 * @param configuration how an admin client is configured, asked for once
	 * @param groups the ids of the groups to ask for
	 */
	public KafkaLag(Supplier<Map<String, Object>> configuration, Supplier<Collection<String>> groups) {
		this.configuration = configuration;
		this.groups = groups;
	}

	/**
	 * Ask how many records each group has yet to read. A group that never committed an
	 * offset is left out.
	 * @return one element for each group and topic
	 * @throws ExecutionException if Kafka does not answer
	 * @throws InterruptedException if the thread was interrupted
	 */
	public List<Lag> read() throws ExecutionException, InterruptedException {
		List<Lag> lags = new ArrayList<>();
		for (String group : this.groups.get()) {
			Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
			Map<TopicPartition, ListOffsetsResultInfo> ends = ends(committed.keySet());
			SortedMap<String, Long> topics = new TreeMap<>();
			committed.forEach((partition, offset) -> {
				long end = Objects.requireNonNull(ends.get(partition)).offset();
				topics.merge(partition.topic(), Math.max(0, end - offset.offset()), Long::sum);
			});
			topics.forEach((topic, records) -> lags.add(new Lag(group, topic, records)));
		}
		return lags;
	}

	private Map<TopicPartition, OffsetAndMetadata> committed(String group)
			throws ExecutionException, InterruptedException {
		Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(
				admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
		committed.values().removeIf((offset) -> offset == null);
		return committed;
	}

	private Map<TopicPartition, ListOffsetsResultInfo> ends(Set<TopicPartition> partitions)
			throws ExecutionException, InterruptedException {
		Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
		partitions.forEach((partition) -> latest.put(partition, OffsetSpec.latest()));
		return admin().listOffsets(latest).all().get();
	}

	private synchronized Admin admin() {
		if (this.admin == null) {
			this.admin = Admin.create(this.configuration.get());
		}
		return this.admin;
	}

	@Override
	public synchronized void close() {
		if (this.admin != null) {
			this.admin.close();
		}
	}

	/**
	 * How far a group is behind in a topic.
	 *
	 * @param group the id of the group
	 * @param topic the topic
	 * @param records how many records it has yet to read, in all partitions
	 */
	public record Lag(String group, String topic, long records) {

	}

}
