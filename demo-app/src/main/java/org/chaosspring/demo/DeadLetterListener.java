package org.chaosspring.demo;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Enters dead letters into the ledger, by key: what is in them may be damaged.
 */
@Component
class DeadLetterListener {

	private final SettledOrders settled;

	private final Ledger ledger;

	DeadLetterListener(SettledOrders settled, Ledger ledger) {
		this.settled = settled;
		this.ledger = ledger;
	}

	@KafkaListener(id = "dead-letters", topics = Topics.DEAD_LETTERS,
			properties = "value.deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer")
	void bury(ConsumerRecord<String, byte[]> deadLetter) {
		if (this.settled.add(deadLetter.key())) {
			this.ledger.deadLettered(deadLetter.key());
		}
		else {
			this.ledger.duplicate();
		}
	}

}
