package org.chaosspring.kafka;

import java.time.Duration;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;

/**
 * Injects faults into what a client polled: decides about each record, polls on where
 * that needs more, and waits where records are late.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class KafkaPollInjector<K, V> {

	private static final Duration SLICE = Duration.ofMillis(20);

	private final KafkaConsumeSeam<K, V> seam;

	private final Injector chaos;

	private final KafkaCommits commits;

	private final KafkaCopies<K, V> copies;

	private final KafkaPoisonPills poisonPills;

	KafkaPollInjector(KafkaConsumeSeam<K, V> seam, Injector chaos, KafkaCommits commits, KafkaCopies<K, V> copies,
			KafkaPoisonPills poisonPills) {
		this.seam = seam;
		this.chaos = chaos;
		this.commits = commits;
		this.copies = copies;
		this.poisonPills = poisonPills;
	}

	/**
	 * Return whether something of earlier polls matters for what comes.
	 */
	boolean remembers() {
		return !this.commits.isIdle() || !this.copies.isIdle();
	}

	/**
	 * Return what the application gets of a poll.
	 */
	ConsumerRecords<K, V> pass(ConsumerRecords<K, V> polled, InjectionPoint point, KafkaConsumeEffects<K, V> handler) {
		if (!this.copies.isIdle()) {
			this.copies.polled(polled, this.seam.delegate().assignment());
		}
		boolean stopping = handler.isStopping();
		KafkaFirstHit first = (stopping || remembers()) ? KafkaFirstHit.NOT_LOOKED_FOR
				: KafkaFirstHit.in(polled, handler.mostRecords(), this.chaos, point, handler.access());
		if (first == null) {
			return polled;
		}
		KafkaPoll<K, V> poll = new KafkaPoll<>();
		if (stopping) {
			poll.cut();
		}
		hit(polled, poll, point, handler, first);
		gather(poll, point, handler);
		poll.finish(this.seam.delegate(), this.commits, this.poisonPills);
		await(poll, handler);
		return poll.result();
	}

	/**
	 * Decide about each record and carry the effects out on the poll.
	 * @param first what is decided already
	 */
	private void hit(ConsumerRecords<K, V> polled, KafkaPoll<K, V> poll, InjectionPoint point,
			KafkaConsumeEffects<K, V> handler, KafkaFirstHit first) {
		int passing = first.before();
		Injection decided = first.hit();
		poll.nextOffsets(polled.nextOffsets());
		for (TopicPartition partition : polled.partitions()) {
			for (ConsumerRecord<K, V> record : polled.records(partition)) {
				if (passing-- > 0) {
					poll.deliver(record);
					continue;
				}
				if (poll.isCut(partition)) {
					poll.rewind(record);
					continue;
				}
				if (this.commits.isLost(partition, record.offset())) {
					poll.lose(record);
					continue;
				}
				List<ConsumerRecord<K, V>> following = this.copies.of(partition, record.offset());
				if (!following.isEmpty()) {
					poll.deliver(record);
					following.forEach(poll::deliver);
					continue;
				}
				Injection hit = (decided != null) ? decided : this.chaos.decide(point, handler.access(), record);
				decided = null;
				boolean done = hit != null
						&& hit.carryOut(handler, new KafkaConsumeEffects.Context<>(poll, record, hit));
				if (!done && !poll.isCut(partition)) {
					poll.deliver(record);
				}
			}
		}
	}

	/**
	 * Poll on for a while if a record is to be overtaken and nothing is there yet to
	 * overtake it.
	 */
	private void gather(KafkaPoll<K, V> poll, InjectionPoint point, KafkaConsumeEffects<K, V> handler) {
		try {
			while (!this.seam.isWoken() && poll.lacksOvertakers() && !handler.isAutoCommit()) {
				hit(this.seam.delegate().poll(SLICE), poll, point, handler, KafkaFirstHit.NOT_LOOKED_FOR);
			}
		}
		catch (WakeupException ex) {
			// What was polled is returned; the wake-up has done its work.
		}
		catch (RuntimeException ex) {
			// What was polled comes first, then the error.
			this.seam.nextPoll().expect(ex, null);
		}
	}

	private void await(KafkaPoll<K, V> poll, KafkaConsumeEffects<K, V> handler) {
		Injection waiting = poll.waiting();
		long end = System.nanoTime() + poll.delay(handler.longestDelay()).toNanos();
		long left = end - System.nanoTime();
		while (waiting != null && left > 0 && !this.seam.isWoken()
				&& waiting.await(Duration.ofNanos(Math.min(left, SLICE.toNanos())))) {
			left = end - System.nanoTime();
		}
	}

}
