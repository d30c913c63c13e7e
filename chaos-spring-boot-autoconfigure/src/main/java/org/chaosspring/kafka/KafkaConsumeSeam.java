package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Map;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.jspecify.annotations.Nullable;

/**
 * The place where every record passes on its way from Kafka: around the client, below the
 * listener container, so that acknowledgment modes, error handlers, interceptors and
 * retries see what the client shows.
 *
 * <p>
 * Like the client, used by one thread at a time, except for {@link #wakeup()}.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaConsumeSeam<K, V> extends DelegatingConsumer<K, V> {

	private static final Duration SLICE = Duration.ofMillis(20);

	private final Consumer<K, V> delegate;

	private final ConfigurableChaosMiddleware chaos;

	private final KafkaConsumerOrigin<K, V> origin;

	private final KafkaCommits commits;

	private final KafkaPoisonPills poisonPills = new KafkaPoisonPills();

	private @Nullable KafkaListenerContainer container;

	private @Nullable KafkaConsumeEffects<K, V> effects;

	private @Nullable RuntimeException deferred;

	private volatile boolean woken;

	KafkaConsumeSeam(Consumer<K, V> delegate, ConfigurableChaosMiddleware chaos, KafkaConsumerOrigin<K, V> origin) {
		this.delegate = delegate;
		this.chaos = chaos;
		this.origin = origin;
		this.commits = new KafkaCommits(delegate);
	}

	@Override
	Consumer<K, V> delegate() {
		return this.delegate;
	}

	/**
	 * Poll, and only then look whether chaos is on: it may have been switched on while
	 * the client waited for records.
	 */
	@Override
	public ConsumerRecords<K, V> poll(Duration timeout) {
		throwDeferred();
		this.poisonPills.throwIfReached(this.delegate, this.chaos);
		ConsumerRecords<K, V> polled = this.delegate.poll(timeout);
		return (this.chaos.isActive() || !this.commits.isIdle()) ? throughChaos(polled) : polled;
	}

	private ConsumerRecords<K, V> throughChaos(ConsumerRecords<K, V> polled) {
		KafkaConsumeEffects<K, V> handler = effects();
		this.woken = false;
		FirstHit first = this.commits.isIdle() ? firstHit(polled) : FirstHit.NOT_LOOKED_FOR;
		if (first == null) {
			return polled;
		}
		KafkaPoll<K, V> poll = new KafkaPoll<>();
		hit(polled, poll, handler, first);
		gather(poll, handler);
		poll.finish(this.delegate, this.commits, this.poisonPills, this.chaos);
		await(poll, handler);
		return poll.result();
	}

	/**
	 * Decide about each record up to the first one that is hit. Most polls have none and
	 * are given on as they are.
	 * @return the first hit, or {@code null} if there is none
	 */
	private @Nullable FirstHit firstHit(ConsumerRecords<K, V> polled) {
		InjectionPoint point = point();
		int before = 0;
		for (ConsumerRecord<K, V> record : polled) {
			Injection hit = this.chaos.decide(point, KafkaConsumeAccess.INSTANCE, record);
			if (hit != null) {
				return new FirstHit(before, hit);
			}
			before++;
		}
		return null;
	}

	/**
	 * Decide about each record and carry the effects out on the poll.
	 * @param first what is decided already
	 */
	private void hit(ConsumerRecords<K, V> polled, KafkaPoll<K, V> poll, KafkaConsumeEffects<K, V> handler,
			FirstHit first) {
		int passing = first.before;
		Injection decided = first.hit;
		poll.nextOffsets(polled.nextOffsets());
		for (TopicPartition partition : polled.partitions()) {
			for (ConsumerRecord<K, V> record : polled.records(partition)) {
				if (passing-- > 0) {
					poll.deliver(record);
					continue;
				}
				if (poll.isCut(partition)) {
					poll.rewind(record);
					continue;
				}
				if (this.commits.isLost(partition, record.offset())) {
					poll.lose(record);
					continue;
				}
				Injection hit = (decided != null) ? decided
						: this.chaos.decide(point(), KafkaConsumeAccess.INSTANCE, record);
				decided = null;
				if (hit == null || !hit.carryOut(handler, new KafkaConsumeEffects.Context<>(poll, record, hit))) {
					poll.deliver(record);
				}
			}
		}
	}

	/**
	 * Poll on for a while if a record is to be overtaken and nothing is there yet to
	 * overtake it.
	 */
	private void gather(KafkaPoll<K, V> poll, KafkaConsumeEffects<K, V> handler) {
		try {
			while (!this.woken && poll.lacksOvertakers() && !handler.isAutoCommit()) {
				hit(this.delegate.poll(SLICE), poll, handler, FirstHit.NOT_LOOKED_FOR);
			}
		}
		catch (WakeupException ex) {
			// What was polled is returned; the wake-up has done its work.
		}
		catch (RuntimeException ex) {
			// What was polled comes first, then the error.
			this.deferred = ex;
		}
	}

	private void await(KafkaPoll<K, V> poll, KafkaConsumeEffects<K, V> handler) {
		Injection waiting = poll.waiting();
		long end = System.nanoTime() + poll.delay(handler.longestDelay()).toNanos();
		while (waiting != null && !this.woken && System.nanoTime() - end < 0 && waiting.await(SLICE)) {
			// Wait on.
		}
	}

	private void throwDeferred() {
		RuntimeException thrown = this.deferred;
		this.deferred = null;
		if (thrown != null) {
			throw thrown;
		}
	}

	private InjectionPoint point() {
		return (this.container != null) ? this.container.point() : this.origin.point();
	}

	private KafkaConsumeEffects<K, V> effects() {
		KafkaConsumeEffects<K, V> handler = this.effects;
		if (handler == null) {
			this.container = this.origin.takeStarting();
			handler = new KafkaConsumeEffects<>(this.origin, this.container, this.chaos);
			this.effects = handler;
			this.commits.automatic(handler.isAutoCommit());
		}
		return handler;
	}

	@Override
	public void wakeup() {
		this.woken = true;
		this.delegate.wakeup();
	}

	@Override
	public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
		this.delegate.commitSync(this.commits.committing(offsets));
		this.commits.committed(offsets);
	}

	@Override
	public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
		this.delegate.commitSync(this.commits.committing(offsets), timeout);
		this.commits.committed(offsets);
	}

	@Override
	public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
		this.delegate.commitAsync(this.commits.committing(offsets),
				this.commits.isIdle() ? callback : (committed, exception) -> {
					if (exception == null) {
						this.commits.committed(offsets);
					}
					if (callback != null) {
						callback.onComplete(committed, exception);
					}
				});
	}

	@Override
	public void close() {
		closeHelpers();
		this.delegate.close();
	}

	@Override
	public void close(CloseOptions option) {
		closeHelpers();
		this.delegate.close(option);
	}

	@Deprecated
	@SuppressWarnings("deprecation")
	@Override
	public void close(Duration timeout) {
		closeHelpers();
		this.delegate.close(timeout);
	}

	private void closeHelpers() {
		this.commits.settle();
		if (this.effects != null) {
			this.effects.close();
		}
	}

	/**
	 * The first record of a poll that is hit.
	 *
	 * @param before how many records before it pass
	 * @param hit the fault that it meets; {@code null} if nothing is decided yet
	 */
	private record FirstHit(int before, @Nullable Injection hit) {

		static final FirstHit NOT_LOOKED_FOR = new FirstHit(0, null);

	}

}
