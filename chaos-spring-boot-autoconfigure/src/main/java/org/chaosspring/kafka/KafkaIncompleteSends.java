package org.chaosspring.kafka;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;

/**
 * The sends of a producer that chaos holds back, and those that neither the client nor
 * chaos has decided about yet. As with the incomplete batches of the client, whoever
 * flushes, commits or closes waits for them. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaIncompleteSends<K, V> {

	private final Set<KafkaSend<K, V>> undecided = ConcurrentHashMap.newKeySet();

	private final HeldMessages<KafkaSend<K, V>> held;

	private final KafkaBuffer buffer;

	private final KafkaGate gate;

	private final Injector chaos;

	/**
	 * Create the sends of a producer.
	 * @param held those that chaos holds back
	 * @param buffer where they have places
	 * @param gate where others wait for them
	 * @param chaos hears of errors that nobody else may hear of
	 */
	KafkaIncompleteSends(HeldMessages<KafkaSend<K, V>> held, KafkaBuffer buffer, KafkaGate gate, Injector chaos) {
		this.held = held;
		this.buffer = buffer;
		this.gate = gate;
		this.chaos = chaos;
	}

	/**
	 * Take note of a send whose end is open, and maybe a failure.
	 */
	void began(KafkaSend<K, V> send) {
		this.undecided.add(send);
	}

	void ended(KafkaSend<K, V> send) {
		if (this.undecided.remove(send)) {
			this.buffer.giveBack(send);
			this.gate.lookAgain();
		}
	}

	boolean areUndecided() {
		return !this.undecided.isEmpty();
	}

	/**
	 * Have what may leave do so.
	 */
	void release() {
		this.held.releaseAll();
	}

	/**
	 * Have what may leave do so, and wait for the rest.
	 * @param limit how long at most
	 */
	void flush(Duration limit) {
		release();
		this.gate.awaitWhile(this::areUndecided, limit);
	}

	/**
	 * Fail with a transaction of which another record failed. As with the client, what
	 * has left goes on waiting for its answer.
	 */
	void failUnsent(RuntimeException error) {
		for (KafkaSend<K, V> send : this.undecided) {
			KafkaReply reply = send.reply();
			if (reply != null && !send.hasLeft()) {
				fail(send.point(), reply, error);
			}
		}
	}

	/**
	 * Fail with the transaction, whatever the application makes of it.
	 */
	void abort() {
		for (KafkaSend<K, V> send : this.held.withdrawAll()) {
			KafkaReply reply = send.reply();
			if (reply != null) {
				fail(send.point(), reply, new TransactionAbortedException());
			}
		}
	}

	private void fail(InjectionPoint point, KafkaReply reply, RuntimeException error) {
		try {
			reply.completeNowhere(error);
		}
		catch (RuntimeException | Error ex) {
			this.chaos.reportFailure(point, ex);
		}
	}

	/**
	 * Fail with the client, which waits no longer.
	 */
	void close() {
		for (KafkaSend<K, V> send : this.held.withdrawAll()) {
			KafkaReply reply = send.reply();
			if (reply != null) {
				reply.fail(new KafkaException("Producer is closed forcefully."));
			}
		}
		this.held.close();
	}

}
