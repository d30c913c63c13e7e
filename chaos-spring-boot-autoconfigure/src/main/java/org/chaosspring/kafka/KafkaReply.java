package org.chaosspring.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a send is told where chaos tells it in place of the client: a result
 * that is promised at once and known later. It is the future itself, and small, as many
 * may be held back at once.
 */
final class KafkaReply extends CompletableFuture<RecordMetadata> {

	private final KafkaSend<?, ?> send;

	private @Nullable RecordMetadata known;

	private @Nullable Failure failure;

	KafkaReply(KafkaSend<?, ?> send) {
		this.send = send;
	}

	/**
	 * Know how the send ended before the caller does.
	 */
	void know(RecordMetadata metadata) {
		this.known = metadata;
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
			know(metadata);
			answered.run();
		};
	}

	boolean isKnown() {
		return this.known != null;
	}

	/**
	 * Tell the caller what is known, from another thread, as the client does.
	 */
	void tellWhatIsKnown() {
		this.send.seam().inNetworkThread(() -> complete(this.known, null));
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
		KafkaProduceSeam<?, ?> seam = this.send.seam();
		seam.failed(exception);
		seam.inNetworkThread(() -> {
			try {
				completeNowhere(exception);
			}
			finally {
				seam.failUnsent();
			}
		});
	}

	/**
	 * Tell the caller that the record is nowhere, with metadata as the client has it.
	 */
	void completeNowhere(RuntimeException exception) {
		complete(new RecordMetadata(this.send.partition(), -1, -1, RecordBatch.NO_TIMESTAMP, -1, -1), exception);
	}

	/**
	 * Tell the caller how the send ended: first the callback, then the future, as the
	 * client does.
	 */
	void complete(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
		if (isDone()) {
			// Failed with its transaction.
			return;
		}
		Callback callback = this.send.callback();
		try {
			if (callback != null) {
				callback.onCompletion(metadata, exception);
			}
		}
		finally {
			if (exception != null) {
				completeExceptionally(exception);
			}
			else {
				complete(metadata);
			}
			this.send.ended();
		}
	}

	/**
	 * A send cannot be taken back, as with the client.
	 */
	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		return false;
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
