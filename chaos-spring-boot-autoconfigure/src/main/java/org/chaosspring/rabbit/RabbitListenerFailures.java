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
 * The messages of one container whose listener is to fail. Thread-safe.
 */
final class RabbitListenerFailures {

	private static final String REASON = "The listener failed";

	/**
	 * By consumer, as a container knows its messages by consumer and delivery tag.
	 */
	private final Map<String, NavigableMap<Long, Failure>> failures = new ConcurrentHashMap<>();

	/**
	 * Have the listener fail when it gets a message.
	 */
	void expect(String consumerTag, long deliveryTag, Failure failure) {
		this.failures.computeIfAbsent(consumerTag, (any) -> new ConcurrentSkipListMap<>()).put(deliveryTag, failure);
	}

	/**
	 * Forget what was expected of a consumer that has ended.
	 */
	void forget(String consumerTag) {
		this.failures.remove(consumerTag);
	}

	/**
	 * Return what the listener is to fail with, or {@code null} if it may go on.
	 * @param messages the message, or those of a batch in the order in which they came
	 */
	@Nullable RuntimeException due(List<Message> messages) {
		return this.failures.isEmpty() ? null
				: messages.stream().map(this::due).filter(Objects::nonNull).findFirst().orElse(null);
	}

	/**
	 * Return what the listener is to fail with, or {@code null} if it may go on.
	 */
	@Nullable RuntimeException due(Message message) {
		if (this.failures.isEmpty()) {
			return null;
		}
		MessageProperties properties = message.getMessageProperties();
		String consumerTag = properties.getConsumerTag();
		NavigableMap<Long, Failure> ofConsumer = (consumerTag != null) ? this.failures.get(consumerTag) : null;
		if (ofConsumer == null) {
			return null;
		}
		long deliveryTag = properties.getDeliveryTag();
		// Deliveries of a consumer are processed one after the other.
		ofConsumer.headMap(deliveryTag).clear();
		Failure failure = ofConsumer.get(deliveryTag);
		if (failure != null && !failure.isLasting()) {
			ofConsumer.remove(deliveryTag);
		}
		return (failure != null && failure.hit.isInForce()) ? failure.exception() : null;
	}

	/**
	 * How a listener fails.
	 *
	 * @param kind the error
	 * @param hit the fault; a failure that is not due before its plan ends is dropped
	 */
	record Failure(ErrorKind kind, Injection hit) {

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
