package org.chaosspring.demo;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Enters orders that could not be charged into the ledger, by header: what is in them may
 * be damaged.
 */
@Component
class OrderDeadLetterListener {

	private final SettledOrders settledOrders;

	private final Leg leg;

	OrderDeadLetterListener(SettledOrders settledOrders, Ledger ledger) {
		this.settledOrders = settledOrders;
		this.leg = ledger.orders();
	}

	@KafkaListener(id = "dead-letters", topics = Topics.DEAD_LETTERS,
			properties = "value.deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer")
	void bury(ConsumerRecord<String, byte[]> deadLetter) {
		Header header = deadLetter.headers().lastHeader(Topics.ID_HEADER);
		if (header == null) {
			return;
		}
		String id = new String(header.value(), StandardCharsets.UTF_8);
		if (this.settledOrders.add(id)) {
			this.leg.deadLettered(id);
		}
		else {
			this.leg.duplicate();
		}
	}

}
