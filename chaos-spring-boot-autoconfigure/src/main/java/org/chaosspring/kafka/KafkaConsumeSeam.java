package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
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

	private final KafkaMembership membership;

	private final KafkaLostAcks lostAcks = new KafkaLostAcks();

	private final KafkaCopies<K, V> copies = new KafkaCopies<>();

	private @Nullable KafkaListenerContainer container;

	private @Nullable KafkaConsumeEffects<K, V> effects;

	private @Nullable RuntimeException deferred;

	private @Nullable RuntimeException commitFailure;

	private volatile boolean woken;

	KafkaConsumeSeam(Consumer<K, V> delegate, ConfigurableChaosMiddleware chaos, KafkaConsumerOrigin<K, V> origin) {
		this.delegate = delegate;
		this.chaos = chaos;
		this.origin = origin;
		this.commits = new KafkaCommits(delegate);
		this.membership = new KafkaMembership(delegate::unsubscribe);
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
		this.lostAcks.rewind(this.delegate);
		this.poisonPills.throwIfReached(this.delegate, this.chaos);
		ConsumerRecords<K, V> polled = (this.chaos.mayCutOff() || this.membership.isGone()) ? pollWhatIsThere(timeout)
				: this.delegate.poll(timeout);
		return (this.chaos.isActive() || remembers()) ? throughChaos(polled) : polled;
	}

	/**
	 * Return whether something of earlier polls matters for what comes.
	 */
	private boolean remembers() {
		return !this.commits.isIdle() || !this.copies.isIdle();
	}

	private ConsumerRecords<K, V> pollWhatIsThere(Duration timeout) {
		return effects().reach().poll(timeout, () -> this.woken);
	}

	private ConsumerRecords<K, V> throughChaos(ConsumerRecords<K, V> polled) {
		KafkaConsumeEffects<K, V> handler = effects();
		this.woken = false;
		if (!this.copies.isIdle()) {
			this.copies.polled(polled, this.delegate.assignment());
		}
		KafkaFirstHit first = remembers() ? KafkaFirstHit.NOT_LOOKED_FOR
				: KafkaFirstHit.in(polled, this.chaos, point(), handler.access());
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
	 * Decide about each record and carry the effects out on the poll.
	 * @param first what is decided already
	 */
	private void hit(ConsumerRecords<K, V> polled, KafkaPoll<K, V> poll, KafkaConsumeEffects<K, V> handler,
			KafkaFirstHit first) {
		int passing = first.before();
		Injection decided = first.hit();
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
				List<ConsumerRecord<K, V>> following = this.copies.of(partition, record.offset());
				if (!following.isEmpty()) {
					poll.deliver(record);
					following.forEach(poll::deliver);
					continue;
				}
				Injection hit = (decided != null) ? decided : this.chaos.decide(point(), handler.access(), record);
				decided = null;
				boolean done = hit != null
						&& hit.carryOut(handler, new KafkaConsumeEffects.Context<>(poll, record, hit));
				if (!done && !poll.isCut(partition)) {
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
				hit(this.delegate.poll(SLICE), poll, handler, KafkaFirstHit.NOT_LOOKED_FOR);
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

	/**
	 * Let the next poll fail.
	 */
	void failNextPoll(RuntimeException exception) {
		this.deferred = exception;
	}

	/**
	 * Let the next commit fail because the membership is lost.
	 */
	void failNextCommit(RuntimeException exception) {
		this.commitFailure = exception;
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
			handler = new KafkaConsumeEffects<>(this, this.origin, this.container, this.chaos);
			this.effects = handler;
			this.commits.automatic(handler.isAutoCommit());
		}
		return handler;
	}

	KafkaMembership membership() {
		return this.membership;
	}

	KafkaLostAcks lostAcks() {
		return this.lostAcks;
	}

	KafkaCopies<K, V> copies() {
		return this.copies;
	}

	@Override
	public void subscribe(Collection<String> topics) {
		this.membership.subscribe((listener) -> this.delegate.subscribe(topics, listener), null);
	}

	@Override
	public void subscribe(Collection<String> topics, ConsumerRebalanceListener callback) {
		this.membership.subscribe((listener) -> this.delegate.subscribe(topics, listener), callback);
	}

	@Override
	public void subscribe(Pattern pattern) {
		this.membership.subscribe((listener) -> this.delegate.subscribe(pattern, listener), null);
	}

	@Override
	public void subscribe(Pattern pattern, ConsumerRebalanceListener callback) {
		this.membership.subscribe((listener) -> this.delegate.subscribe(pattern, listener), callback);
	}

	@Override
	public void unsubscribe() {
		this.membership.unsubscribe();
	}

	@Override
	public Set<TopicPartition> assignment() {
		return this.membership.isGone() ? Set.copyOf(this.membership.lost()) : this.delegate.assignment();
	}

	@Override
	public void wakeup() {
		this.woken = true;
		this.delegate.wakeup();
	}

	@Override
	public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
		awaitCommit(offsets, null);
		this.delegate.commitSync(committing(offsets));
		this.commits.committed(offsets);
	}

	@Override
	public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
		awaitCommit(offsets, timeout);
		this.delegate.commitSync(committing(offsets), timeout);
		this.commits.committed(offsets);
	}

	@Override
	public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
		if (this.chaos.isActive() && effects().reach().isCutOffFromAll(offsets.keySet())) {
			if (callback != null) {
				callback.onComplete(offsets, new RetriableCommitFailedException(
						"Offset commit failed with a retriable exception. You should retry committing the latest consumed offsets.",
						new CoordinatorNotAvailableException("The coordinator is not available.")));
			}
			return;
		}
		this.delegate.commitAsync(committing(offsets), this.commits.isIdle() ? callback : (committed, exception) -> {
			if (exception == null) {
				this.commits.committed(offsets);
			}
			if (callback != null) {
				callback.onComplete(committed, exception);
			}
		});
	}

	private void awaitCommit(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Duration timeout) {
		RuntimeException failure = this.commitFailure;
		if (failure != null) {
			this.commitFailure = null;
			this.membership.lose();
			throw failure;
		}
		if (this.chaos.isActive() || this.membership.isGone()) {
			effects().reach().awaitCommit(offsets, timeout, () -> this.woken);
		}
	}

	/**
	 * Correct a commit for what was lost or came in another order, and stop it before
	 * what the broker must not hear of.
	 */
	private Map<TopicPartition, OffsetAndMetadata> committing(Map<TopicPartition, OffsetAndMetadata> offsets) {
		return this.lostAcks.committing(this.commits.committing(offsets));
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

}
