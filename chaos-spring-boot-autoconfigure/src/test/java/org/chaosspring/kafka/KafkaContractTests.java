package org.chaosspring.kafka;

import org.chaosspring.contract.BrokerContract;
import org.chaosspring.contract.BrokerDriver;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of all brokers, on Kafka.
 */
@ExtendWith(KafkaBroker.class)
class KafkaContractTests extends BrokerContract {

	@Override
	protected BrokerDriver start(String name) {
		return new KafkaDriver(KafkaApplication.newTopic(name, 1));
	}

}
