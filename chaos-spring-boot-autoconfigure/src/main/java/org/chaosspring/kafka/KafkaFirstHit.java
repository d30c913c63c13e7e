package org.chaosspring.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.chaosspring.engine.Prospect;
import org.jspecify.annotations.Nullable;

/**
 * The first record of a poll that is hit.
 *
 * @param before how many records before it pass
 * @param hit the fault that it meets; {@code null} if nothing is decided yet
 */
record KafkaFirstHit(int before, @Nullable Injection hit) {

	static final KafkaFirstHit NOT_LOOKED_FOR = new KafkaFirstHit(0, null);

	/**
	 * Look for the first record that is hit. Most polls have none: where chance comes
	 * first, they are not even looked at, and nothing is allocated.
	 * @param most how many records a poll has at most
	 * @return the first hit, or {@code null} if there is none
	 */
	static @Nullable KafkaFirstHit in(ConsumerRecords<?, ?> polled, int most, Injector chaos, InjectionPoint point,
			KafkaConsumeAccess access) {
		Prospect first = chaos.firstProspect(point, most);
		return (first != null) ? from(first, polled, chaos, point, access) : null;
	}

	private static @Nullable KafkaFirstHit from(Prospect first, ConsumerRecords<?, ?> polled, Injector chaos,
			InjectionPoint point, KafkaConsumeAccess access) {
		int before = 0;
		for (ConsumerRecord<?, ?> record : polled) {
			Injection hit = null;
			if (before == first.passing()) {
				hit = chaos.decide(first, point, access, record);
			}
			else if (before > first.passing()) {
				hit = chaos.decide(point, access, record);
			}
			if (hit != null) {
				return new KafkaFirstHit(before, hit);
			}
			before++;
		}
		return null;
	}

}
