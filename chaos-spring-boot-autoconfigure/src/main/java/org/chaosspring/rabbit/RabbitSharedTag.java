package org.chaosspring.rabbit;

import java.io.IOException;

import com.rabbitmq.client.Channel;

/**
 * A tag of the broker that stands for one or more deliveries. Guarded by the lock of
 * those who share it out.
 */
final class RabbitSharedTag {

	private final long tag;

	private int open;

	private RabbitAcknowledgment worst = RabbitAcknowledgment.ACK;

	private boolean ackLost;

	/**
	 * Create a tag.
	 * @param tag the broker's own
	 * @param deliveries how many deliveries share it
	 */
	RabbitSharedTag(long tag, int deliveries) {
		this.tag = tag;
		this.open = deliveries;
	}

	long tag() {
		return this.tag;
	}

	/**
	 * Have the delivery come again, whatever is acknowledged.
	 */
	void loseAck() {
		this.worst = RabbitAcknowledgment.NACK_AND_REQUEUE;
		this.ackLost = true;
	}

	/**
	 * Settle one of the deliveries; with the last one, the broker hears the worst.
	 */
	void settle(RabbitAcknowledgment acknowledgment, Channel channel) throws IOException {
		this.open--;
		if (acknowledgment != RabbitAcknowledgment.ACK && !this.ackLost) {
			this.worst = acknowledgment;
		}
		if (this.open == 0) {
			this.worst.settle(channel, this.tag, false);
		}
	}

	/**
	 * Return what takes back all that is settled from now on.
	 */
	Runnable undo() {
		RabbitAcknowledgment worstNow = this.worst;
		int openNow = this.open;
		return () -> {
			this.worst = worstNow;
			this.open = openNow;
		};
	}

}
