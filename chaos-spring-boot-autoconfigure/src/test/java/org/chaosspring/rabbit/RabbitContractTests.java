package org.chaosspring.rabbit;

import java.util.List;

import org.chaosspring.contract.BrokerContract;
import org.chaosspring.contract.BrokerDriver;
import org.chaosspring.rabbit.RabbitListening.Plain;

/**
 * The contract of all brokers, on RabbitMQ.
 */
@NeedsRabbitMq
class RabbitContractTests extends BrokerContract {

	@Override
	protected BrokerDriver start(String name) {
		return new RabbitDriver(RabbitApplication.start(List.of(Plain.class), "queue=" + name), name);
	}

}
