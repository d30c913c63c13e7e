package org.chaosspring.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a send is told where chaos tells it in place of the client: a result
 * that is promised at once and known later.
 */
final class KafkaReply {

	private final KafkaProduceSeam<?, ?> seam;

	private final @Nullable Callback callback;

	private final TopicPartition partition;

	private final Runnable ended;

	private final CompletableFuture<RecordMetadata> future = new CompletableFuture<>();

	private @Nullable RecordMetadata known;

	private boolean pretended;

	private @Nullable Failure failure;

	/**
	 * Create a reply.
	 * @param seam the producer that was asked to send
	 * @param callback told of the result before the future is, if there is one
	 * @param partition where the record goes, as far as it is decided
	 * @param ended run once the caller was told
	 */
	KafkaReply(KafkaProduceSeam<?, ?> seam, @Nullable Callback callback, TopicPartition partition, Runnable ended) {
		this.seam = seam;
		this.callback = callback;
		this.partition = partition;
		this.ended = ended;
	}

	Future<RecordMetadata> future() {
		return this.future;
	}

	boolean isDone() {
		return this.future.isDone();
	}

	/**
	 * Know a result that is not true.
	 */
	void pretend(RecordMetadata metadata) {
		this.known = metadata;
		this.pretended = true;
	}

	/**
	 * Return a callback that knows what the broker said, and keeps it until later unless
	 * that is an error.
	 * @param answered told when the broker answered, before the caller is
	 */
	Callback keeping(Runnable answered) {
		return (metadata, exception) -> {
			if (exception != null) {
				complete(metadata, exception);
				return;
			}
			this.known = metadata;
			answered.run();
		};
	}

	boolean isPretended() {
		return this.pretended;
	}

	boolean isKnown() {
		return this.known != null;
	}

	/**
	 * Tell the caller what is known, from another thread, as the client does.
	 */
	void tellWhatIsKnown() {
		this.seam.inNetworkThread(() -> complete(this.known, null));
	}

	/**
	 * Have the send fail unless it leaves before.
	 */
	void failAfter(Duration limit, Supplier<RuntimeException> cause) {
		this.failure = new Failure(System.nanoTime() + limit.toNanos(), cause);
	}

	Duration untilFailure() {
		return (this.failure != null) ? this.failure.left() : Duration.ZERO;
	}

	/**
	 * Return what the send fails with, if its time is over.
	 */
	@Nullable RuntimeException due() {
		Failure failed = this.failure;
		return (failed != null && failed.left().isZero()) ? failed.cause.get() : null;
	}

	/**
	 * Fail in the thread in which the client tells failures.
	 */
	void fail(RuntimeException exception) {
		this.seam.failed(exception);
		this.seam.inNetworkThread(() -> completeExceptionally(exception));
	}

	/**
	 * Tell the caller that the record is nowhere, with metadata as the client has it.
	 */
	void completeExceptionally(RuntimeException exception) {
		complete(new RecordMetadata(this.partition, -1, -1, RecordBatch.NO_TIMESTAMP, -1, -1), exception);
	}

	/**
	 * Tell the caller how the send ended: first the callback, then the future, as the
	 * client does.
	 */
	void complete(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
		try {
			if (this.callback != null) {
				this.callback.onCompletion(metadata, exception);
			}
		}
		finally {
			if (exception != null) {
				this.future.completeExceptionally(exception);
			}
			else {
				this.future.complete(metadata);
			}
			this.ended.run();
		}
	}

	/**
	 * Why a send fails unless it leaves before.
	 *
	 * @param at when, by {@link System#nanoTime()}
	 * @param cause makes what the caller is told
	 */
	private record Failure(long at, Supplier<RuntimeException> cause) {

		Duration left() {
			return Duration.ofNanos(Math.max(0, this.at - System.nanoTime()));
		}

	}

}
