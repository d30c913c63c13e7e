package org.chaosspring.rabbit;

import org.chaosspring.fidelity.Comparison;

/**
 * The troubles of RabbitMQ that are made twice.
 */
enum RabbitComparison implements Comparison {

	SEND_THROUGH_CUT("Network cut while a confirm is due", "connection cut", "`network-partition`"),

	SEND_TO_STOPPED_BROKER("Broker stopped and started", "broker stopped and started",
			"`broker-failure` imposed and lifted"),

	SEND_UNTIL_STOPPED("Broker stopped while a confirm is due", "broker stopped", "`broker-failure`"),

	SEND_TO_FULL_QUEUE("Queue full", "`x-overflow: reject-publish`, and the queue full", "`error` with `nack`"),

	SEND_TO_FULL_QUEUE_IN_INVOCATION("Queue full, within `invoke`", "`x-overflow: reject-publish`, and the queue full",
			"`error` with `nack`"),

	SEND_FEW_THROUGH_ALARM("Memory alarm, few messages", "`set_vm_memory_high_watermark 0`, and back",
			"`backpressure` imposed and lifted"),

	SEND_CONFIRMED_THROUGH_ALARM("Memory alarm, and a confirm is due", "`set_vm_memory_high_watermark 0`, and back",
			"`backpressure` imposed and lifted"),

	SEND_THROUGH_ALARM("Memory alarm", "`set_vm_memory_high_watermark 0`, and back",
			"`backpressure` imposed and lifted"),

	LISTEN_THROUGH_CUT("Network of listeners cut", "connection cut and restored",
			"`network-partition` imposed and lifted"),

	LISTEN_TO_RESTARTED_BROKER("Broker of listeners stopped and started", "broker stopped and started",
			"`broker-failure` imposed and lifted"),

	LISTEN_TO_DELETED_QUEUE("Consumer canceled", "queue deleted and declared anew", "`error` with `consumer-canceled`"),

	LISTEN_AFTER_RESTART("Listener process restarted", "application closed and started again", "`service-restart`");

	private final String trouble;

	private final String reality;

	private final String chaos;

	RabbitComparison(String trouble, String reality, String chaos) {
		this.trouble = trouble;
		this.reality = reality;
		this.chaos = chaos;
	}

	@Override
	public String broker() {
		return "RabbitMQ";
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
