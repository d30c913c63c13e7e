package org.chaosspring.kafka;

import org.chaosspring.fidelity.Comparison;

/**
 * The troubles of Kafka that are made twice.
 */
enum KafkaComparison implements Comparison {

	SEND_WITHOUT_METADATA("Network cut, first send to a topic", "all connections cut", "`network-partition`"),

	SEND_WITH_METADATA("Network cut, send to a known topic", "all connections cut", "`network-partition`"),

	SEND_UNTIL_FULL("Network cut, and `buffer.memory` full", "all connections cut", "`network-partition`"),

	SEND_UNTIL_HEALED("Network cut and healed within `delivery.timeout.ms`", "all connections cut and restored",
			"`network-partition` imposed and lifted"),

	SEND_IN_TRANSACTION("Network cut within a transaction", "all connections cut", "`network-partition`"),

	BEGIN_FIRST_TRANSACTION("Network cut before the first transaction", "all connections cut", "`network-partition`"),

	COMMIT("Network cut before the commit of a transaction", "all connections cut and restored",
			"`network-partition` imposed and lifted"),

	ABORT("Network cut before the abort of a transaction", "all connections cut and restored",
			"`network-partition` imposed and lifted"),

	SEND_IN_LONG_TRANSACTION("Network cut within a transaction for longer than `delivery.timeout.ms`",
			"all connections cut and restored", "`network-partition` imposed and lifted"),

	COMMIT_WITHOUT_COORDINATOR("Coordinator of a transaction out of reach",
			"connections to this one broker cut and restored", "`broker-failure` imposed and lifted"),

	COMMIT_AFTER_ELECTION("Coordinator of a transaction stopped, another one takes over", "coordinator stopped",
			"`broker-failure` with `failover-after`"),

	SEND_TO_STOPPED_CLUSTER("All brokers stopped", "all three brokers stopped", "`network-partition`"),

	SEND_TO_STOPPED_LEADER("Broker stopped, no replica", "leader of the partition stopped", "`broker-failure`"),

	SEND_AFTER_ELECTION("Broker stopped, another one takes over", "leader of the partition stopped",
			"`broker-failure` with `failover-after`"),

	SEND_UNTIL_RESTARTED("Broker stopped and restarted", "leader of the partition stopped and started",
			"`broker-failure` imposed and lifted"),

	LISTEN_THROUGH_CUT("Network of a listener cut for less than its session", "all connections cut and restored",
			"`network-partition` imposed and lifted"),

	LISTEN_THROUGH_EVICTION("Network of a listener cut for longer than its session", "all connections cut and restored",
			"`network-partition` with `evict`, imposed and lifted"),

	LISTEN_TO_STOPPED_LEADER("Broker of a listener stopped and restarted",
			"leader of one of three partitions stopped and started", "`broker-failure` imposed and lifted"),

	LISTEN_AFTER_RESTART("Listener restarted with records that it did not acknowledge",
			"application closed and started again", "`service-restart`");

	private final String trouble;

	private final String reality;

	private final String chaos;

	KafkaComparison(String trouble, String reality, String chaos) {
		this.trouble = trouble;
		this.reality = reality;
		this.chaos = chaos;
	}

	@Override
	public String broker() {
		return "Kafka";
	}

	@Override
	public String trouble() {
		return this.trouble;
	}

	@Override
	public String reality() {
		return this.reality;
	}

	@Override
	public String chaos() {
		return this.chaos;
	}

}
