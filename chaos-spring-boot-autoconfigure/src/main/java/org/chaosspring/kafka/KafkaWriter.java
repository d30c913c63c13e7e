package org.chaosspring.kafka;

import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.chaosspring.engine.Damage;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to the client in the end, damaged where that was asked for.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaWriter<K, V> {

	private final Supplier<Producer<K, V>> client;

	private final @Nullable ChaosSerializer serializer;

	private final Injector chaos;

	KafkaWriter(Supplier<Producer<K, V>> client, @Nullable ChaosSerializer serializer, Injector chaos) {
		this.client = client;
		this.serializer = serializer;
		this.chaos = chaos;
	}

	boolean canDamageValues() {
		return this.serializer != null;
	}

	/**
	 * Let bytes pass whole that cannot be damaged: the client is in the midst of sending
	 * by then.
	 */
	Damage failingOpen(Damage damage, InjectionPoint point) {
		return (bytes) -> {
			try {
				return damage.apply(bytes);
			}
			catch (RuntimeException ex) {
				this.chaos.reportFailure(point, ex);
				return bytes;
			}
		};
	}

	Future<RecordMetadata> write(ProducerRecord<K, V> record, @Nullable Damage damage, @Nullable Callback callback) {
		if (damage == null || this.serializer == null) {
			return this.client.get().send(record, callback);
		}
		return this.serializer.damaging(damage, () -> this.client.get().send(record, callback));
	}

	/**
	 * Write a record whose caller waits elsewhere. What the client throws becomes the
	 * reply, unless the application threw it when it was told of one.
	 * @return whether the client took the record
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
	boolean writeLate(ProducerRecord<K, V> record, @Nullable Damage damage, Callback callback, KafkaReply reply) {
		try {
			write(record, damage, callback);
			return true;
		}
		catch (RuntimeException | Error ex) {
			if (reply.isDone()) {
				throw ex;
			}
			reply.completeNowhere((ex instanceof RuntimeException thrown) ? thrown : new KafkaException(ex));
			return false;
		}
	}

	/**
	 * Write a copy. The application did not ask for it, and so it is not told if that
	 * fails.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // nobody asked for the copy
	void writeCopy(ProducerRecord<K, V> copy, InjectionPoint point) {
		try {
			write(copy, null, null);
		}
		catch (RuntimeException | Error ex) {
			this.chaos.reportFailure(point, ex);
		}
	}

}
