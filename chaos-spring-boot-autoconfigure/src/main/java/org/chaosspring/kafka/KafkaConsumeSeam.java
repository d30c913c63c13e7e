package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
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
final class KafkaConsumeSeam<K, V> extends KafkaMemberConsumer<K, V> {

	private final Consumer<K, V> delegate;

	private final Injector chaos;

	private final KafkaConsumerOrigin<K, V> origin;

	private final KafkaCommits commits;

	private final KafkaPoisonPills poisonPills = new KafkaPoisonPills();

	private final KafkaLostAcks lostAcks = new KafkaLostAcks();

	private final KafkaCopies<K, V> copies = new KafkaCopies<>();

	private final KafkaPollInjector<K, V> pollInjector;

	private final KafkaPendingError nextPoll = new KafkaPendingError();

	private final KafkaPendingError nextCommit = new KafkaPendingError();

	private @Nullable KafkaListenerContainer container;

	private @Nullable KafkaConsumeEffects<K, V> effects;

	private volatile boolean woken;

	KafkaConsumeSeam(Consumer<K, V> delegate, Injector chaos, KafkaConsumerOrigin<K, V> origin) {
		super(new KafkaMembership(delegate::unsubscribe));
		this.delegate = delegate;
		this.chaos = chaos;
		this.origin = origin;
		this.commits = new KafkaCommits(delegate);
		this.pollInjector = new KafkaPollInjector<>(this, chaos, this.commits, this.copies, this.poisonPills);
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
		RuntimeException failure = this.nextPoll.take();
		if (failure != null) {
			throw failure;
		}
		this.lostAcks.rewind(this.delegate);
		this.poisonPills.throwIfReached(this.delegate);
		ConsumerRecords<K, V> polled = (this.chaos.mayCutOff() || membership().isGone()) ? pollWhatIsThere(timeout)
				: this.delegate.poll(timeout);
		return (this.chaos.isActive() || this.pollInjector.remembers()) ? throughChaos(polled) : polled;
	}

	private ConsumerRecords<K, V> pollWhatIsThere(Duration timeout) {
		return effects().reach().poll(timeout, this::isWoken);
	}

	private ConsumerRecords<K, V> throughChaos(ConsumerRecords<K, V> polled) {
		KafkaConsumeEffects<K, V> handler = effects();
		this.woken = false;
		return this.pollInjector.pass(polled, point(), handler);
	}

	/**
	 * Return how the next poll is to fail.
	 */
	KafkaPendingError nextPoll() {
		return this.nextPoll;
	}

	/**
	 * Return how the next commit is to fail, because the membership is lost.
	 */
	KafkaPendingError nextCommit() {
		return this.nextCommit;
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

	KafkaLostAcks lostAcks() {
		return this.lostAcks;
	}

	KafkaCopies<K, V> copies() {
		return this.copies;
	}

	@Override
	public void seek(TopicPartition partition, long offset) {
		this.lostAcks.forget(Set.of(partition));
		super.seek(partition, offset);
	}

	@Override
	public void seek(TopicPartition partition, OffsetAndMetadata offset) {
		this.lostAcks.forget(Set.of(partition));
		super.seek(partition, offset);
	}

	@Override
	public void seekToBeginning(Collection<TopicPartition> partitions) {
		this.lostAcks.forget(partitions);
		super.seekToBeginning(partitions);
	}

	@Override
	public void seekToEnd(Collection<TopicPartition> partitions) {
		this.lostAcks.forget(partitions);
		super.seekToEnd(partitions);
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
		RuntimeException failure = takeCommitFailure();
		if (failure == null && this.chaos.isActive()) {
			failure = effects().reach().commitFailure(offsets);
		}
		if (failure != null) {
			if (callback != null) {
				callback.onComplete(offsets, failure);
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
		RuntimeException failure = takeCommitFailure();
		if (failure != null) {
			throw failure;
		}
		if (this.chaos.isActive() || membership().isGone()) {
			effects().reach().awaitCommit(offsets, timeout, this::isWoken);
		}
	}

	private @Nullable RuntimeException takeCommitFailure() {
		RuntimeException failure = this.nextCommit.take();
		if (failure != null) {
			membership().lose();
		}
		return failure;
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
