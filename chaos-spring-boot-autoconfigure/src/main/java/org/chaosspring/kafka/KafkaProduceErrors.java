package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.protocol.Errors;
import org.chaosspring.engine.ErrorKind;
import org.chaosspring.engine.HeldMessages;

/**
 * The errors that a producer can be made to show, each when and where the client shows
 * it: those of the protocol in the future and only after all retries, those of the client
 * itself at once.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaProduceErrors<K, V> {

	/** How long a broker takes to answer; sooner would look like a refused call. */
	private static final Duration ANSWER = Duration.ofMillis(100);

	private final KafkaProduceSeam<K, V> seam;

	private final KafkaReach<K, V> reach;

	private final HeldMessages<KafkaSend<K, V>> held;

	private final KafkaBuffer buffer;

	private final KafkaSettings settings;

	KafkaProduceErrors(KafkaProduceSeam<K, V> seam, KafkaReach<K, V> reach, HeldMessages<KafkaSend<K, V>> held,
			KafkaBuffer buffer, KafkaSettings settings) {
		this.seam = seam;
		this.reach = reach;
		this.held = held;
		this.buffer = buffer;
		this.settings = settings;
	}

	/**
	 * Let a record fail.
	 * @return whether it does; {@code false} if this producer never sees that error
	 */
	boolean carryOut(ErrorKind kind, KafkaProduceEffects.Context<K, V> context) {
		KafkaProducerTimes times = this.reach.times();
		switch (kind) {
			case TYPICAL, TIMEOUT -> {
				return fail(context, times.delivery(), expired(context.send(), times.delivery()));
			}
			case NOT_ENOUGH_REPLICAS -> {
				return isAcknowledgedByAll() && exhaustRetries(context, Errors.NOT_ENOUGH_REPLICAS);
			}
			case CORRUPT_RECORD -> {
				return exhaustRetries(context, Errors.CORRUPT_MESSAGE);
			}
			case NETWORK -> {
				return exhaustRetries(context, Errors.NETWORK_EXCEPTION);
			}
			case NOT_LEADER_OR_FOLLOWER -> {
				return exhaustRetries(context, Errors.NOT_LEADER_OR_FOLLOWER);
			}
			case RECORD_TOO_LARGE -> context.send().refuse(tooLarge());
			case TOPIC_AUTHORIZATION ->
				context.send().refuse(new TopicAuthorizationException(Set.of(context.send().record().topic())));
			case BUFFER_EXHAUSTED -> exhaustBuffer(context);
			case PRODUCER_FENCED -> {
				return fence(context);
			}
			default -> {
				return false;
			}
		}
		return true;
	}

	private boolean exhaustRetries(KafkaProduceEffects.Context<K, V> context, Errors error) {
		return !isWithoutAcks() && fail(context, this.reach.times().retries(), error::exception);
	}

	/**
	 * Let a record fail after a while, unless the plan changes: then it is sent, as the
	 * next retry of the client would succeed.
	 */
	private boolean fail(KafkaProduceEffects.Context<K, V> context, Duration after,
			Supplier<RuntimeException> failure) {
		KafkaSend<K, V> send = context.send();
		KafkaLane lane = KafkaLane.of(send.record());
		send.replaceRecord(this.reach.partitions().pinned(send.record()));
		Duration limit = (after.compareTo(ANSWER) < 0) ? ANSWER : after;
		send.promiseOpenEnd(limit, failure);
		send.orTakePromiseBack(() -> this.held.holdWhile(send, lane, limit, context.hit()::isInForce));
		return true;
	}

	private boolean fence(KafkaProduceEffects.Context<K, V> context) {
		return this.seam.isInTransaction() && fail(context, ANSWER, Errors.PRODUCER_FENCED::exception);
	}

	/**
	 * Have the caller wait for a place in the buffer, in vain.
	 */
	void exhaustBuffer(KafkaProduceEffects.Context<K, V> context) {
		Duration maxBlock = this.reach.times().maxBlock();
		if (await(maxBlock, context)) {
			context.send().refuse(this.buffer.exhausted(maxBlock.toMillis()));
		}
	}

	/**
	 * Have the caller wait. An interrupt becomes the exception of the client.
	 * @return whether the full time went by
	 */
	boolean await(Duration wait, KafkaProduceEffects.Context<K, V> context) {
		boolean over = context.hit().await(wait);
		if (!over && Thread.currentThread().isInterrupted()) {
			context.send().refuse(new InterruptException(new InterruptedException()));
		}
		return over;
	}

	Supplier<RuntimeException> expired(KafkaSend<K, V> send, Duration after) {
		return () -> new TimeoutException("Expiring 1 record(s) for " + send.record().topic() + "-"
				+ send.record().partition() + ":" + after.toMillis() + " ms has passed since batch creation");
	}

	RuntimeException disconnected() {
		return Errors.NETWORK_EXCEPTION.exception();
	}

	private RecordTooLargeException tooLarge() {
		long limit = this.settings.number(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
		return new RecordTooLargeException(
				"The message is " + (limit + 1) + " bytes when serialized which is larger than " + limit
						+ ", which is the value of the " + ProducerConfig.MAX_REQUEST_SIZE_CONFIG + " configuration.");
	}

	/**
	 * Return whether brokers do not answer this producer at all.
	 */
	boolean isWithoutAcks() {
		return "0".equals(acks());
	}

	private boolean isAcknowledgedByAll() {
		return "all".equals(acks()) || "-1".equals(acks());
	}

	private String acks() {
		return this.settings.text(ProducerConfig.ACKS_CONFIG);
	}

}
