package org.chaosspring.kafka;

import org.chaosspring.contract.BrokerDriver;
import org.chaosspring.contract.HealingContract;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How Kafka heals.
 */
@ExtendWith(KafkaBroker.class)
class KafkaHealingTests extends HealingContract {

	@Override
	protected BrokerDriver start(String name) {
		return new KafkaDriver(KafkaApplication.newTopic(name, 1));
	}

}
