package org.chaosspring.kafka;

import java.nio.ByteBuffer;
import java.util.Set;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Headers;
import org.chaosspring.engine.ErrorKind;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.support.converter.ConversionException;
import org.springframework.kafka.support.serializer.SerializationUtils;

/**
 * The errors that a consumer can be made to show, each in the call in which the client
 * shows it, or in the listener.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaConsumeErrors<K, V> {

	private final KafkaConsumeSeam<K, V> seam;

	private final KafkaRawValues<V> rawValues;

	/**
	 * Within a transaction, the offset is sent with it, and there is no commit to fail.
	 */
	private final boolean transactional;

	KafkaConsumeErrors(KafkaConsumeSeam<K, V> seam, KafkaRawValues<V> rawValues, boolean transactional) {
		this.seam = seam;
		this.rawValues = rawValues;
		this.transactional = transactional;
	}

	/**
	 * Let a record fail.
	 * @return whether it does; {@code false} if this consumer never sees that error
	 */
	boolean carryOut(ErrorKind kind, KafkaConsumeEffects.Context<K, V> context) {
		ConsumerRecord<K, V> record = context.record();
		switch (kind) {
			case TYPICAL, LISTENER_RETRYABLE -> failListener(context, new KafkaException("The listener failed"));
			case LISTENER_FATAL ->
				failListener(context, new ConversionException("The listener failed", (Throwable) null));
			case DESERIALIZATION -> spoil(context);
			case POLL_AUTHORIZATION -> {
				context.poll().cutBefore(record);
				this.seam.nextPoll().expect(new TopicAuthorizationException(Set.of(record.topic())), context.hit());
			}
			case COMMIT_FAILED -> {
				if (this.transactional) {
					return false;
				}
				context.poll().deliver(context.marked());
				context.poll().cutPartitionAfter(record);
				this.seam.nextCommit().expect(new CommitFailedException(), context.hit());
			}
			default -> {
				return false;
			}
		}
		return true;
	}

	private void failListener(KafkaConsumeEffects.Context<K, V> context, RuntimeException failure) {
		context.poll().deliver(new KafkaTrap<>(context.marked(), failure, context.hit()));
	}

	/**
	 * Let the record fail in its deserializer, whatever its bytes.
	 */
	private void spoil(KafkaConsumeEffects.Context<K, V> context) {
		ConsumerRecord<K, V> record = context.record();
		Headers headers = KafkaRecords.marked(record.headers(), context.hit().mark());
		SerializationException cause = new SerializationException("Error when deserializing");
		byte[] value = (record.serializedValueSize() < 0) ? new byte[0] : this.rawValues.read(record);
		if (this.rawValues.handlesErrors()) {
			SerializationUtils.deserializationException(headers, value, cause, false);
			context.poll().deliver(KafkaRecords.withoutValue(record, headers));
		}
		else {
			poison(context, headers, value, cause);
		}
	}

	/**
	 * Let the record fail in its deserializer because of its bytes.
	 */
	void poison(KafkaConsumeEffects.Context<K, V> context, Headers headers, byte[] value, RuntimeException cause) {
		ConsumerRecord<K, V> record = context.record();
		TopicPartition partition = new TopicPartition(record.topic(), record.partition());
		RecordDeserializationException failure = new RecordDeserializationException(
				RecordDeserializationException.DeserializationExceptionOrigin.VALUE, partition, record.offset(),
				record.timestamp(), record.timestampType(), null, ByteBuffer.wrap(value), headers,
				"Error deserializing VALUE for partition " + partition + " at offset " + record.offset()
						+ ". If needed, please seek past the record to continue consumption.",
				cause);
		context.poll().poison(record, new KafkaPoisonPills.Pill(failure, context.hit()));
	}

}
