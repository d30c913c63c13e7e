package org.chaosspring.benchmarks.idle;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer that polls the same records again and again.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // used by one thread
public final class IdleConsumer extends MockConsumer<String, String> {

	/**
	 * What a client polls at most by default.
	 */
	public static final int RECORDS = 500;

	/**
	 * Where the records come from.
	 */
	public static final TopicPartition PARTITION = new TopicPartition("orders", 0);

	private final ConsumerRecords<String, String> polled;

	/**
	 * Create a consumer.
	 */
	public IdleConsumer() {
		super("earliest");
		List<ConsumerRecord<String, String>> records = IntStream.range(0, RECORDS)
			.mapToObj(
					(offset) -> new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, "key", "value"))
			.toList();
		// The maps that the client makes.
		this.polled = new ConsumerRecords<>(Collections.unmodifiableMap(new HashMap<>(Map.of(PARTITION, records))),
				Collections.unmodifiableMap(new HashMap<>(Map.of(PARTITION, new OffsetAndMetadata(RECORDS)))));
	}

	@Override
	public ConsumerRecords<String, String> poll(Duration timeout) {
		return this.polled;
	}

	@Override
	public Set<TopicPartition> assignment() {
		return this.polled.partitions();
	}

}
