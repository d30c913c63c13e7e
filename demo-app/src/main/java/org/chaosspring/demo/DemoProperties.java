package org.chaosspring.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the demo.
 *
 * @param ordersPerSecond how many orders are taken in a second
 * @param sendAttempts how often an order is sent before it is given up, on each leg
 * @param patience how long an acknowledged order may be in flight before it counts as
 * missing, on each leg
 * @param retry how often the listeners try again
 * @param payment how the payment gateway behaves
 * @param carrier how the carrier behaves
 * @param kafka where Kafka runs
 * @param rabbit where RabbitMQ runs
 */
@ConfigurationProperties("demo")
record DemoProperties(@DefaultValue("20") double ordersPerSecond, @DefaultValue("3") int sendAttempts,
		@DefaultValue("5s") Duration patience, @DefaultValue Retry retry, @DefaultValue Payment payment,
		@DefaultValue Carrier carrier, @DefaultValue Kafka kafka, @DefaultValue Rabbit rabbit) {

	/**
	 * How often the listeners try again.
	 *
	 * @param interval how long they wait before they do
	 * @param retries how often they try again before an order goes to the dead letters
	 */
	record Retry(@DefaultValue("200ms") Duration interval, @DefaultValue("3") long retries) {

	}

	/**
	 * How the payment gateway behaves.
	 *
	 * @param timeoutShare share of the calls that time out and may succeed when repeated
	 * @param limit amount above which every call is declined
	 */
	record Payment(@DefaultValue("0.02") double timeoutShare, @DefaultValue("980") BigDecimal limit) {

	}

	/**
	 * How the carrier behaves.
	 *
	 * @param timeoutShare share of the calls that time out and may succeed when repeated
	 * @param limit weight in kilograms above which every call is refused
	 */
	record Carrier(@DefaultValue("0.02") double timeoutShare, @DefaultValue("29.4") BigDecimal limit) {

	}

	/**
	 * Where Kafka runs.
	 *
	 * @param embedded whether three brokers are started inside this process
	 * @param ports the ports of the embedded brokers, one broker each; three free ports
	 * if none are given
	 * @param partitions how many partitions each topic has
	 * @param replicas how many brokers hold each partition; -1 for what the brokers
	 * prefer
	 */
	record Kafka(@DefaultValue("true") boolean embedded, @DefaultValue List<Integer> ports,
			@DefaultValue("6") int partitions, @DefaultValue("3") int replicas) {

	}

	/**
	 * Where RabbitMQ runs.
	 *
	 * @param embedded whether a broker for AMQP is started inside this process
	 * @param port the port of the embedded broker; a free one if none is given
	 * @param confirmTimeout how long a sender waits for the confirm of a message
	 */
	record Rabbit(@DefaultValue("true") boolean embedded, @Nullable Integer port,
			@DefaultValue("5s") Duration confirmTimeout) {

	}

}
