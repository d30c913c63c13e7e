package org.chaosspring.kafka;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;

import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * Knows to which partition a record will go, by the rules of the client: the one given,
 * else that of the partitioner configured, else that of the serialized key. A record with
 * none of these goes where the client likes.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaPartitions<K, V> {

	private final KafkaSettings settings;

	private final Function<String, List<PartitionInfo>> topics;

	/**
	 * Like the client, stays with a partition rather than to spread records one by one.
	 */
	private final Map<String, Integer> chosen = new ConcurrentHashMap<>();

	private final SingletonSupplier<Serializer<K>> keySerializer;

	private final SingletonSupplier<Partitioner> partitioner;

	/**
	 * Create them.
	 * @param settings the settings of the producer
	 * @param keySerializer the serializer of keys if it is not in the settings
	 * @param topics tells the partitions of a topic
	 */
	KafkaPartitions(KafkaSettings settings, @Nullable Serializer<K> keySerializer,
			Function<String, List<PartitionInfo>> topics) {
		this.settings = settings;
		this.keySerializer = SingletonSupplier.of(() -> (keySerializer != null) ? keySerializer : makeKeySerializer());
		this.partitioner = SingletonSupplier.of(this::makePartitioner);
		this.topics = topics;
	}

	/**
	 * Return the partition of a record, unless the client may choose.
	 */
	OptionalInt of(ProducerRecord<K, V> record) {
		if (record.partition() != null) {
			return OptionalInt.of(record.partition());
		}
		if (this.settings.value(ProducerConfig.PARTITIONER_CLASS_CONFIG) != null) {
			return OptionalInt.of(byPartitioner(record));
		}
		byte[] key = this.settings.flag(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG) ? null : serializedKey(record);
		return (key != null)
				? OptionalInt.of(BuiltInPartitioner.partitionForKey(key, this.topics.apply(record.topic()).size()))
				: OptionalInt.empty();
	}

	/**
	 * Return the partition of a record; choose one for a record whose partition the
	 * client may choose.
	 */
	int choose(ProducerRecord<K, V> record) {
		return of(record).orElseGet(() -> chooseLedBy(record.topic(), (leader) -> true).orElse(0));
	}

	/**
	 * Choose a partition that is led by one of some brokers.
	 * @return the partition, or nothing if there is none
	 */
	OptionalInt chooseLedBy(String topic, Predicate<Node> broker) {
		List<Integer> led = this.topics.apply(topic)
			.stream()
			.filter((info) -> info.leader() != null && broker.test(info.leader()))
			.map(PartitionInfo::partition)
			.toList();
		if (led.isEmpty()) {
			return OptionalInt.empty();
		}
		return OptionalInt.of(this.chosen.compute(topic, (any, before) -> (before != null && led.contains(before))
				? before : led.get(ThreadLocalRandom.current().nextInt(led.size()))));
	}

	/**
	 * Return whether a partition is led by one of some brokers.
	 */
	boolean isLedBy(String topic, int partition, Predicate<Node> broker) {
		return this.topics.apply(topic)
			.stream()
			.anyMatch((info) -> info.partition() == partition && info.leader() != null && broker.test(info.leader()));
	}

	/**
	 * Return whether a record may go to a partition that is led by one of some brokers.
	 */
	boolean mayBeLedBy(ProducerRecord<K, V> record, Predicate<Node> broker) {
		OptionalInt partition = of(record);
		return partition.isPresent() ? isLedBy(record.topic(), partition.getAsInt(), broker)
				: this.topics.apply(record.topic())
					.stream()
					.anyMatch((info) -> info.leader() != null && broker.test(info.leader()));
	}

	/**
	 * Return whether a broker goes by a name.
	 * @param name an id or {@code host:port}
	 */
	static boolean isCalled(Node broker, String name) {
		return name.equals(broker.idString()) || name.equals(broker.host() + ":" + broker.port());
	}

	/**
	 * Pin a record to the partition that the client would choose.
	 */
	ProducerRecord<K, V> pinned(ProducerRecord<K, V> record) {
		return KafkaRecords.pinned(record, choose(record));
	}

	private int byPartitioner(ProducerRecord<K, V> record) {
		List<PartitionInfo> partitions = this.topics.apply(record.topic());
		List<Node> nodes = partitions.stream().map(PartitionInfo::leader).filter(Objects::nonNull).distinct().toList();
		Cluster cluster = new Cluster(null, nodes, partitions, Set.of(), Set.of());
		return this.partitioner.obtain()
			.partition(record.topic(), record.key(), serializedKey(record), record.value(), null, cluster);
	}

	private Partitioner makePartitioner() {
		Partitioner made = this.settings.instance(ProducerConfig.PARTITIONER_CLASS_CONFIG, Partitioner.class);
		made.configure(this.settings.configured());
		return made;
	}

	private byte @Nullable [] serializedKey(ProducerRecord<K, V> record) {
		return (record.key() != null)
				? this.keySerializer.obtain().serialize(record.topic(), record.headers(), record.key()) : null;
	}

	@SuppressWarnings("unchecked")
	private Serializer<K> makeKeySerializer() {
		Serializer<K> made = this.settings.instance(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, Serializer.class);
		made.configure(this.settings.configured(), true);
		return made;
	}

}
