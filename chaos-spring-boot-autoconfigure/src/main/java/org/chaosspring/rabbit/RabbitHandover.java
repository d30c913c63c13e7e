package org.chaosspring.rabbit;

import java.io.IOException;

import org.chaosspring.engine.Mark;
import org.jspecify.annotations.Nullable;

/**
 * A delivery on its way to the listener, with its copies.
 */
final class RabbitHandover {

	private final RabbitConsumer consumer;

	private RabbitDelivery delivery;

	private int copies;

	private @Nullable Mark markOfCopies;

	private boolean taken;

	private boolean ackLost;

	private RabbitPendingErrors.@Nullable PendingError error;

	RabbitHandover(RabbitConsumer consumer, RabbitDelivery delivery) {
		this.consumer = consumer;
		this.delivery = delivery;
	}

	RabbitConsumer consumer() {
		return this.consumer;
	}

	RabbitDelivery delivery() {
		return this.delivery;
	}

	long tag() {
		return this.delivery.envelope().getDeliveryTag();
	}

	long size() {
		return this.delivery.body().length;
	}

	void replaceDelivery(RabbitDelivery replacement) {
		this.delivery = replacement;
	}

	void mark(@Nullable Mark mark) {
		this.delivery = this.delivery.with(RabbitProperties.marked(this.delivery.properties(), mark));
	}

	void copies(int quantity, @Nullable Mark mark) {
		this.copies = quantity;
		this.markOfCopies = mark;
	}

	/**
	 * Return whether the broker brings the message again if it is not acknowledged, and
	 * has not done so before.
	 */
	boolean canComeAgain() {
		return !this.consumer.isAutoAck() && !this.delivery.envelope().isRedeliver();
	}

	/**
	 * Have the broker never hear what becomes of the message.
	 */
	void loseAck() {
		this.ackLost = true;
	}

	/**
	 * Have the listener fail.
	 */
	void failListener(RabbitPendingErrors.PendingError how) {
		this.error = how;
	}

	/**
	 * Take the message from the client: it comes later, or not at all.
	 */
	void take() {
		this.taken = true;
	}

	boolean isTaken() {
		return this.taken;
	}

	/**
	 * Give the delivery to the listener, and then its copies.
	 */
	void run() throws IOException {
		RabbitSharedTag shared = this.consumer.tags().share(tag(), this.copies + 1);
		if (this.ackLost) {
			shared.loseAck();
		}
		this.consumer.give(this.delivery, shared, this.delivery.envelope().isRedeliver(), this.error);
		for (int i = 0; i < this.copies; i++) {
			this.consumer.give(
					this.delivery.with(RabbitProperties.marked(this.delivery.properties(), this.markOfCopies)), shared,
					true, this.error);
		}
	}

	void failed(Exception cause) {
		this.consumer.failed(cause);
	}

}
