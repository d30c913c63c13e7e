package org.chaosspring.engine;

import java.util.Locale;

/**
 * The errors that a client can be made to show: a fixed catalog, as a request never names
 * a class. All but {@link #TYPICAL} exist on one broker in one direction; elsewhere they
 * are not carried out.
 */
public enum ErrorKind {

	/**
	 * What a client of the broker shows most often in this direction: on Kafka
	 * {@link #TIMEOUT} and {@link #LISTENER_RETRYABLE}, on RabbitMQ {@link #AMQP_IO} and
	 * {@link #LISTENER_REQUEUE}.
	 */
	TYPICAL,

	// Kafka, sending

	/**
	 * The record was not delivered within {@code delivery.timeout.ms}.
	 */
	TIMEOUT,

	/**
	 * Too few replicas are in sync, until the retries are exhausted.
	 */
	NOT_ENOUGH_REPLICAS,

	/**
	 * The broker found the checksum of the record wrong, until the retries are exhausted.
	 */
	CORRUPT_RECORD,

	/**
	 * The connection broke before the answer, until the retries are exhausted.
	 */
	NETWORK,

	/**
	 * The broker does not lead the partition, until the retries are exhausted.
	 */
	NOT_LEADER_OR_FOLLOWER,

	/**
	 * The record is larger than {@code max.request.size}; shown at once.
	 */
	RECORD_TOO_LARGE,

	/**
	 * The application may not write to the topic; shown at once.
	 */
	TOPIC_AUTHORIZATION,

	/**
	 * The buffer of the producer stayed full for {@code max.block.ms}.
	 */
	BUFFER_EXHAUSTED,

	/**
	 * Another producer took the transactional id over; only within a transaction.
	 */
	PRODUCER_FENCED,

	// Kafka, listening

	/**
	 * The listener fails in a way that error handlers retry.
	 */
	LISTENER_RETRYABLE,

	/**
	 * The listener fails in a way that error handlers do not retry.
	 */
	LISTENER_FATAL,

	/**
	 * The record cannot be deserialized.
	 */
	DESERIALIZATION,

	/**
	 * The application may not read the topic: the poll fails.
	 */
	POLL_AUTHORIZATION,

	/**
	 * The commit fails because the consumer is no longer a member of its group.
	 */
	COMMIT_FAILED,

	// RabbitMQ, sending

	/**
	 * No connection to the broker can be made.
	 */
	AMQP_CONNECT,

	/**
	 * The connection breaks while the message is written.
	 */
	AMQP_IO,

	/**
	 * The broker does not answer in time.
	 */
	AMQP_TIMEOUT,

	/**
	 * The broker closes the channel: confirms that are waited for turn out negative.
	 */
	CHANNEL_CLOSED,

	/**
	 * The broker refuses the message by a negative confirm.
	 */
	NACK,

	/**
	 * No queue is bound for the message: it is returned, and confirmed.
	 */
	UNROUTABLE,

	// RabbitMQ, listening

	/**
	 * The listener fails, and the message is requeued.
	 */
	LISTENER_REQUEUE,

	/**
	 * The listener rejects the message for good: it is dropped or dead-lettered.
	 */
	REJECT,

	/**
	 * The broker cancels the consumer.
	 */
	CONSUMER_CANCELED,

	/**
	 * The connection of the consumer breaks: what is not acknowledged comes again.
	 */
	CONNECTION_LOST;

	/**
	 * Return how the error is written in configuration.
	 * @return its name in kebab case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
