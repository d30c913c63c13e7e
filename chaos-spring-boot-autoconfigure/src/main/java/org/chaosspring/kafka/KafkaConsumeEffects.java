package org.chaosspring.kafka;

import java.time.Duration;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.EffectHandler;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

/**
 * Carries effects out on records on their way from Kafka.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaConsumeEffects<K, V> implements EffectHandler<KafkaConsumeEffects.Context<K, V>>, AutoCloseable {

	private static final Duration SMOOTHNESS = Duration.ofMillis(500);

	private static final Duration PAUSE = Duration.ofMillis(100);

	private final KafkaConsumeSeam<K, V> seam;

	private final KafkaConsumeReach<K, V> reach;

	private final KafkaConsumeAccess access;

	private final @Nullable KafkaListenerContainer container;

	private final Injector chaos;

	private final KafkaRawValues<V> rawValues;

	private final KafkaConsumeErrors<K, V> errors;

	private final Duration longestDelay;

	private final int mostRecords;

	private final boolean autoCommit;

	KafkaConsumeEffects(KafkaConsumeSeam<K, V> seam, KafkaConsumerOrigin<K, V> origin,
			@Nullable KafkaListenerContainer container, Injector chaos) {
		KafkaSettings settings = KafkaSettings.ofConsumer(origin.configuration(container));
		this.seam = seam;
		this.reach = new KafkaConsumeReach<>(seam.delegate(), chaos,
				(container != null) ? container.point() : origin.point(), seam.membership(), settings);
		this.access = new KafkaConsumeAccess(this.reach.access());
		this.container = container;
		this.chaos = chaos;
		this.rawValues = new KafkaRawValues<>(settings.configured(), origin::valueDeserializer);
		this.errors = new KafkaConsumeErrors<>(seam, this.rawValues, isTransactional());
		// Half of what the broker allows, as the listener needs its time, too.
		this.longestDelay = settings.millis(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG).dividedBy(2);
		this.mostRecords = (int) settings.number(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
		// Kafka commits by itself unless told otherwise, Spring tells it otherwise.
		this.autoCommit = Boolean.parseBoolean(settings.configured()
			.getOrDefault(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, container == null)
			.toString());
	}

	/**
	 * Return how long a poll may be held back without the broker taking its partitions
	 * away.
	 */
	Duration longestDelay() {
		return this.longestDelay;
	}

	/**
	 * Return how many records a poll has at most.
	 */
	int mostRecords() {
		return this.mostRecords;
	}

	boolean isAutoCommit() {
		return this.autoCommit;
	}

	KafkaConsumeReach<K, V> reach() {
		return this.reach;
	}

	KafkaConsumeAccess access() {
		return this.access;
	}

	@Override
	public boolean delay(Effect.Delay delay, Context<K, V> context) {
		context.poll.delay(delay, context.hit);
		context.poll.deliver(context.marked());
		return true;
	}

	@Override
	public boolean loss(Effect.Loss loss, Context<K, V> context) {
		context.poll.lose(context.record);
		return true;
	}

	@Override
	public boolean duplication(Effect.Duplication duplication, Context<K, V> context) {
		context.poll.deliver(context.record);
		for (int i = 0; i < duplication.copies(); i++) {
			ConsumerRecord<K, V> copy = context.marked();
			context.poll.deliver(copy);
			this.seam.copies().follow(copy, context.hit);
		}
		return true;
	}

	@Override
	public boolean corruption(Effect.Corruption corruption, Context<K, V> context) {
		ConsumerRecord<K, V> record = context.record;
		Headers headers = KafkaRecords.marked(record.headers(), context.hit.mark());
		if (corruption.headers()) {
			if (!KafkaRecords.hasValues(record.headers())) {
				return false;
			}
			Headers damaged = KafkaRecords.damaged(record.headers(), corruption.damage());
			context.poll.deliver(KafkaRecords.copy(record, record.value(), record.serializedValueSize(),
					KafkaRecords.marked(damaged, context.hit.mark())));
			return true;
		}
		if (record.serializedValueSize() < 0) {
			return false;
		}
		byte[] damaged = corruption.damage().apply(this.rawValues.read(record));
		if (!context.hit.isInForce()) {
			// Reading took long, and chaos was disabled meanwhile.
			return false;
		}
		try {
			V value = this.rawValues.deserialize(record.topic(), headers, damaged);
			context.poll.deliver(KafkaRecords.copy(record, value, damaged.length, headers));
		}
		catch (RuntimeException ex) {
			this.errors.poison(context, headers, damaged, ex);
		}
		return true;
	}

	@Override
	public boolean reordering(Effect.Reordering reordering, Context<K, V> context) {
		context.poll.overtake(context.marked(), reordering, context.hit);
		return true;
	}

	/**
	 * Return whether the container is about to stop because of an earlier record.
	 */
	boolean isStopping() {
		return this.container != null && this.container.isStopping();
	}

	@Override
	public boolean restart(Effect.Restart restart, Context<K, V> context) {
		if (this.container == null
				|| !this.container.restart(context.record, restart.downtime(), context.hit, this.chaos)) {
			return false;
		}
		context.poll.cutBefore(context.record);
		return true;
	}

	/**
	 * The record is the last one that this poll brings of its partition; the commit that
	 * follows stops before it, and the next poll begins with it.
	 */
	@Override
	public boolean ackLoss(Effect.AckLoss ackLoss, Context<K, V> context) {
		ConsumerRecord<K, V> record = context.record;
		if (isTransactional() || !this.seam.lostAcks()
			.lose(new TopicPartition(record.topic(), record.partition()), record.offset())) {
			return false;
		}
		context.poll.deliver(context.marked());
		context.poll.cutPartitionAfter(record);
		return true;
	}

	/**
	 * Within a transaction, the offset is sent with it, and there is no commit to lose.
	 */
	private boolean isTransactional() {
		return this.container != null && this.container.isTransactional();
	}

	@Override
	public boolean failure(Effect.Failure failure, Context<K, V> context) {
		return this.errors.carryOut(failure.kind(), context);
	}

	@Override
	public boolean outage(Effect.Outage outage, Context<K, V> context) {
		// It began while the client polled, or means this record alone.
		context.poll.cutPartitionBefore(context.record);
		context.poll.await(PAUSE, context.hit);
		return true;
	}

	/**
	 * A poll brings as many records as their turns come soon, and the rest comes again.
	 */
	@Override
	public boolean throttle(Effect.Throttle throttle, Context<K, V> context) {
		Duration limit = context.poll.isEmpty() ? this.longestDelay : SMOOTHNESS;
		Duration wait = throttle.pacer().reserve(limit);
		if (wait == null) {
			context.poll.cutBefore(context.record);
			if (context.poll.isEmpty()) {
				context.poll.await(PAUSE, context.hit);
			}
			return false;
		}
		if (wait.isZero()) {
			return false;
		}
		context.poll.await(wait, context.hit);
		context.poll.deliver(context.record);
		return true;
	}

	@Override
	public void close() {
		this.reach.close();
		this.rawValues.close();
	}

	/**
	 * One record that was hit.
	 *
	 * @param poll the poll that brought it
	 * @param record the record
	 * @param hit the fault that it meets
	 */
	record Context<K, V>(KafkaPoll<K, V> poll, ConsumerRecord<K, V> record, Injection hit) {

		/**
		 * Return the record with the mark of the fault.
		 */
		ConsumerRecord<K, V> marked() {
			return KafkaRecords.copy(this.record, this.record.value(), this.record.serializedValueSize(),
					KafkaRecords.marked(this.record.headers(), this.hit.mark()));
		}

	}

}
