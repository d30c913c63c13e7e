package org.chaosspring.rabbit;

import java.util.List;

import org.chaosspring.contract.BrokerDriver;
import org.chaosspring.contract.HealingContract;
import org.chaosspring.rabbit.RabbitListening.Plain;

/**
 * How RabbitMQ heals.
 */
@NeedsRabbitMq
class RabbitHealingTests extends HealingContract {

	@Override
	protected BrokerDriver start(String name) {
		return new RabbitDriver(RabbitApplication.start(List.of(Plain.class), "queue=" + name), name);
	}

}
