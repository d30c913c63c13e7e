package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
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

	private final Consumer<K, V> delegate;

	private final ConfigurableChaosMiddleware chaos;

	private final KafkaConsumerOrigin<K, V> origin;

	private final KafkaCommits commits;

	private final KafkaPoisonPills poisonPills = new KafkaPoisonPills();

	private final KafkaMembership membership;

	private final KafkaLostAcks lostAcks = new KafkaLostAcks();

	private final KafkaCopies<K, V> copies = new KafkaCopies<>();

	private final KafkaRound<K, V> round;

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
		this.round = new KafkaRound<>(this, chaos, this.commits, this.copies, this.poisonPills);
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
		return (this.chaos.isActive() || this.round.remembers()) ? throughChaos(polled) : polled;
	}

	private ConsumerRecords<K, V> pollWhatIsThere(Duration timeout) {
		return effects().reach().poll(timeout, this::isWoken);
	}

	private ConsumerRecords<K, V> throughChaos(ConsumerRecords<K, V> polled) {
		KafkaConsumeEffects<K, V> handler = effects();
		this.woken = false;
		return this.round.pass(polled, point(), handler);
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

	boolean isWoken() {
		return this.woken;
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
			effects().reach().awaitCommit(offsets, timeout, this::isWoken);
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
