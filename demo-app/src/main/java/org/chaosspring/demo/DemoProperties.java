package org.chaosspring.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the demo.
 *
 * @param ordersPerSecond how many orders are taken in a second
 * @param sendAttempts how often an order is sent before it is given up
 * @param patience how long an acknowledged order may be in flight before it counts as
 * missing
 * @param payment how the payment gateway behaves
 * @param kafka where Kafka runs
 */
@ConfigurationProperties("demo")
record DemoProperties(@DefaultValue("20") double ordersPerSecond, @DefaultValue("3") int sendAttempts,
		@DefaultValue("5s") Duration patience, @DefaultValue Payment payment, @DefaultValue Kafka kafka) {

	/**
	 * How the payment gateway behaves.
	 *
	 * @param timeoutShare share of the calls that time out and may succeed when repeated
	 * @param limit amount above which every call is declined
	 */
	record Payment(@DefaultValue("0.02") double timeoutShare, @DefaultValue("980") BigDecimal limit) {

	}

	/**
	 * Where Kafka runs.
	 *
	 * @param embedded whether three brokers are started inside this process
	 * @param ports the ports of the embedded brokers, one broker each; three free ports
	 * if none are given
	 * @param partitions how many partitions each topic has
	 * @param replicas how many brokers hold each partition
	 */
	record Kafka(@DefaultValue("true") boolean embedded, @DefaultValue List<Integer> ports,
			@DefaultValue("6") int partitions, @DefaultValue("3") int replicas) {

	}

}
