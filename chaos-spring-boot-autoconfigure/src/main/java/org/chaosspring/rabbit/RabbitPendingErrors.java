package org.chaosspring.rabbit;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.chaosspring.engine.ErrorKind;
import org.chaosspring.engine.Injection;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * The errors that the listener of one container is to fail with, by message. Thread-safe.
 */
final class RabbitPendingErrors {

	private static final String REASON = "The listener failed";

	/**
	 * By consumer, as a container knows its messages by consumer and delivery tag.
	 */
	private final Map<String, NavigableMap<Long, PendingError>> pending = new ConcurrentHashMap<>();

	/**
	 * Have the listener fail when it gets a message.
	 */
	void expect(String consumerTag, long deliveryTag, PendingError error) {
		this.pending.computeIfAbsent(consumerTag, (any) -> new ConcurrentSkipListMap<>()).put(deliveryTag, error);
	}

	/**
	 * Forget what was expected of a consumer that has ended.
	 */
	void forget(String consumerTag) {
		this.pending.remove(consumerTag);
	}

	/**
	 * Return what the listener is to fail with, or {@code null} if it may go on.
	 * @param messages the message, or those of a batch in the order in which they came
	 */
	@Nullable RuntimeException due(List<Message> messages) {
		return this.pending.isEmpty() ? null
				: messages.stream().map(this::due).filter(Objects::nonNull).findFirst().orElse(null);
	}

	/**
	 * Return what the listener is to fail with, or {@code null} if it may go on.
	 */
	@Nullable RuntimeException due(Message message) {
		if (this.pending.isEmpty()) {
			return null;
		}
		MessageProperties properties = message.getMessageProperties();
		String consumerTag = properties.getConsumerTag();
		NavigableMap<Long, PendingError> ofConsumer = (consumerTag != null) ? this.pending.get(consumerTag) : null;
		if (ofConsumer == null) {
			return null;
		}
		long deliveryTag = properties.getDeliveryTag();
		// Deliveries of a consumer are processed one after the other.
		ofConsumer.headMap(deliveryTag).clear();
		PendingError error = ofConsumer.get(deliveryTag);
		if (error != null && !error.isLasting()) {
			ofConsumer.remove(deliveryTag);
		}
		return (error != null && error.hit.isInForce()) ? error.exception() : null;
	}

	/**
	 * How a listener fails.
	 *
	 * @param kind the error
	 * @param hit the fault; an error that is not due before its plan ends is dropped
	 */
	record PendingError(ErrorKind kind, Injection hit) {

		/**
		 * Return whether each attempt fails. Else the application's own retry succeeds,
		 * as does the broker's.
		 */
		private boolean isLasting() {
			return this.kind == ErrorKind.REJECT;
		}

		private RuntimeException exception() {
			return (this.kind == ErrorKind.REJECT) ? new AmqpRejectAndDontRequeueException(REASON)
					: new AmqpException(REASON);
		}

	}

}
