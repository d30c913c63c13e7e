package org.chaosspring.rabbit;

import java.util.List;

import org.chaosspring.brokers.EmbeddedAmqpBroker;
import org.chaosspring.contract.BrokerContract;
import org.chaosspring.contract.BrokerDriver;
import org.chaosspring.rabbit.RabbitListening.Plain;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract of all brokers, on a broker inside the JVM that speaks the protocol of
 * RabbitMQ: what can be shown where there is no RabbitMQ.
 */
class EmbeddedAmqpContractTests extends BrokerContract {

	private static EmbeddedAmqpBroker broker;

	@BeforeAll
	static void startBroker() {
		broker = EmbeddedAmqpBroker.start();
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@Override
	protected BrokerDriver start(String name) {
		return new RabbitDriver(RabbitApplication.start(broker, List.of(Plain.class), "queue=" + name), name);
	}

}
