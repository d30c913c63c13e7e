package org.chaosspring.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

/**
 * Knows what a producer can reach while brokers are out of reach, and has callers wait
 * for the rest as long as the client would.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaReach<K, V> implements AutoCloseable {

	private final Supplier<Producer<K, V>> client;

	private final Injector chaos;

	private final KafkaPartitions<K, V> partitions;

	private final KafkaProduceAccess<K, V> access;

	private final KafkaCoordinator coordinator;

	private final KafkaProducerTimes times;

	private final KafkaGate gate = new KafkaGate();

	private final Runnable observer = this.gate::lookAgain;

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	KafkaReach(Supplier<Producer<K, V>> client, Injector chaos, KafkaSettings settings,
			@Nullable Serializer<K> keySerializer, Supplier<@Nullable String> transactionalId) {
		this.client = client;
		this.chaos = chaos;
		this.partitions = new KafkaPartitions<>(settings, keySerializer, this::partitionsOf);
		this.access = new KafkaProduceAccess<>(this.partitions);
		this.coordinator = new KafkaCoordinator(transactionalId, this::partitionsOf);
		this.times = KafkaProducerTimes.of(settings, chaos);
		chaos.addPlanObserver(this.observer);
	}

	KafkaPartitions<K, V> partitions() {
		return this.partitions;
	}

	KafkaProduceAccess<K, V> access() {
		return this.access;
	}

	KafkaProducerTimes times() {
		return this.times;
	}

	KafkaGate gate() {
		return this.gate;
	}

	boolean isCutOff(KafkaSend<K, V> send) {
		return isCutOff(send.point(), send.record());
	}

	private boolean isCutOff(InjectionPoint point, ProducerRecord<K, V> record) {
		return this.chaos.outage(point, this.access, record) != null;
	}

	/**
	 * Return whether the broker that coordinates transactions is out of reach.
	 * @param point where the client sends
	 * @param topic what a transaction writes to, empty for nothing in particular
	 */
	boolean isCutOffFromCoordinator(InjectionPoint point, String topic) {
		return this.chaos.outage(point, this.coordinator, topic) != null;
	}

	/**
	 * Return whether the client has metadata of a topic. It does not tell, but it counts
	 * what it sent there.
	 */
	boolean knows(String topic) {
		return this.known.contains(topic) || this.client.get()
			.metrics()
			.containsKey(new MetricName("record-send-total", "producer-topic-metrics", "",
					Map.of("client-id", clientId(), "topic", topic)));
	}

	private List<PartitionInfo> partitionsOf(String topic) {
		List<PartitionInfo> infos = this.client.get().partitionsFor(topic);
		this.known.add(topic);
		return infos;
	}

	String clientId() {
		return this.client.get()
			.metrics()
			.keySet()
			.stream()
			.map((name) -> name.tags().get("client-id"))
			.filter((id) -> id != null)
			.findFirst()
			.orElse("");
	}

	/**
	 * Have the caller wait for metadata of a topic, as nobody can be asked for it.
	 * @throws TimeoutException if there is none after {@code max.block.ms}
	 */
	void awaitMetadata(InjectionPoint point, ProducerRecord<K, V> record) {
		boolean there = this.gate.awaitWhile(() -> !this.closed && isCutOff(point, record), this.times.maxBlock());
		if (this.closed) {
			throw new KafkaException("Producer closed while send in progress");
		}
		if (!there) {
			throw new TimeoutException("Topic " + record.topic() + " not present in metadata after "
					+ this.times.maxBlock().toMillis() + " ms.");
		}
	}

	/**
	 * Have the caller wait for an answer of a broker.
	 * @param cause tells whether there is no answer
	 * @param request what is to be answered
	 * @throws TimeoutException if there is none after {@code max.block.ms}
	 */
	void awaitAnswer(BooleanSupplier cause, String request) {
		// Outside of the gate at first, as the client may have to be asked for metadata.
		if (cause.getAsBoolean() && !this.gate.awaitWhile(cause, this.times.maxBlock())) {
			throw new TimeoutException(
					"Timeout expired after " + this.times.maxBlock().toMillis() + "ms while awaiting " + request);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.chaos.removePlanObserver(this.observer);
		this.gate.lookAgain();
	}

	/**
	 * Return for how long an outage holds a record up at most.
	 * @param limit how long if another broker does not take over before
	 */
	Duration untilFailover(Effect.Outage outage, Duration limit) {
		Duration failoverAfter = outage.failoverAfter();
		if (failoverAfter == null) {
			return limit;
		}
		Duration left = Duration.between(this.chaos.now(), outage.began().plus(failoverAfter));
		return (left.compareTo(limit) < 0) ? left : limit;
	}

}
