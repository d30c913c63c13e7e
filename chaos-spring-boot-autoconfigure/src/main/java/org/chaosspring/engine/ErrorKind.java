package org.chaosspring.engine;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The errors that a client can be made to show: a fixed catalog, as a request never names
 * a class. Each exists on one broker in one direction; elsewhere it is not carried out.
 */
public enum ErrorKind {

	/**
	 * What a client of the broker shows most often in this direction: on Kafka
	 * {@link #TIMEOUT} and {@link #LISTENER_RETRYABLE}, on RabbitMQ {@link #AMQP_IO} and
	 * {@link #LISTENER_REQUEUE}.
	 */
	TYPICAL(null, Direction.NONE),

	/**
	 * The record was not delivered within {@code delivery.timeout.ms}.
	 */
	TIMEOUT("kafka", Direction.PRODUCE),

	/**
	 * Too few replicas are in sync, until the retries are exhausted.
	 */
	NOT_ENOUGH_REPLICAS("kafka", Direction.PRODUCE),

	/**
	 * The broker found the checksum of the record wrong, until the retries are exhausted.
	 */
	CORRUPT_RECORD("kafka", Direction.PRODUCE),

	/**
	 * The connection broke before the answer, until the retries are exhausted.
	 */
	NETWORK("kafka", Direction.PRODUCE),

	/**
	 * The broker does not lead the partition, until the retries are exhausted.
	 */
	NOT_LEADER_OR_FOLLOWER("kafka", Direction.PRODUCE),

	/**
	 * The record is larger than {@code max.request.size}; shown at once.
	 */
	RECORD_TOO_LARGE("kafka", Direction.PRODUCE),

	/**
	 * The application may not write to the topic; shown at once.
	 */
	TOPIC_AUTHORIZATION("kafka", Direction.PRODUCE),

	/**
	 * The buffer of the producer stayed full for {@code max.block.ms}.
	 */
	BUFFER_EXHAUSTED("kafka", Direction.PRODUCE),

	/**
	 * Another producer took the transactional id over; only within a transaction.
	 */
	PRODUCER_FENCED("kafka", Direction.PRODUCE),

	/**
	 * The listener fails in a way that error handlers retry.
	 */
	LISTENER_RETRYABLE("kafka", Direction.CONSUME),

	/**
	 * The listener fails in a way that error handlers do not retry.
	 */
	LISTENER_FATAL("kafka", Direction.CONSUME),

	/**
	 * The record cannot be deserialized.
	 */
	DESERIALIZATION("kafka", Direction.CONSUME),

	/**
	 * The application may not read the topic: the poll fails.
	 */
	POLL_AUTHORIZATION("kafka", Direction.CONSUME),

	/**
	 * The commit fails because the consumer is no longer a member of its group.
	 */
	COMMIT_FAILED("kafka", Direction.CONSUME),

	/**
	 * No connection to the broker can be made.
	 */
	AMQP_CONNECT("rabbit", Direction.PRODUCE),

	/**
	 * The connection breaks while the message is written.
	 */
	AMQP_IO("rabbit", Direction.PRODUCE),

	/**
	 * The broker does not answer in time.
	 */
	AMQP_TIMEOUT("rabbit", Direction.PRODUCE),

	/**
	 * The broker closes the channel: confirms that are waited for turn out negative.
	 */
	CHANNEL_CLOSED("rabbit", Direction.PRODUCE),

	/**
	 * The broker refuses the message by a negative confirm.
	 */
	NACK("rabbit", Direction.PRODUCE),

	/**
	 * No queue is bound for the message: it is returned, and confirmed.
	 */
	UNROUTABLE("rabbit", Direction.PRODUCE),

	/**
	 * The listener fails, and the message is requeued.
	 */
	LISTENER_REQUEUE("rabbit", Direction.CONSUME),

	/**
	 * The listener rejects the message for good: it is dropped or dead-lettered.
	 */
	REJECT("rabbit", Direction.CONSUME),

	/**
	 * The broker cancels the consumer.
	 */
	CONSUMER_CANCELED("rabbit", Direction.CONSUME),

	/**
	 * The connection of the consumer breaks: what is not acknowledged comes again.
	 */
	CONNECTION_LOST("rabbit", Direction.CONSUME);

	private final @Nullable String broker;

	private final Direction direction;

	ErrorKind(@Nullable String broker, Direction direction) {
		this.broker = broker;
		this.direction = direction;
	}

	/**
	 * Return the kind of broker on which the error exists.
	 * @return {@code kafka} or {@code rabbit}, or {@code null} for both
	 */
	public @Nullable String broker() {
		return this.broker;
	}

	/**
	 * Return the way of the messages that can meet the error.
	 * @return the direction, {@link Direction#NONE} for both
	 */
	public Direction direction() {
		return this.direction;
	}

	/**
	 * Return how the error is written in configuration.
	 * @return its name in kebab case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
