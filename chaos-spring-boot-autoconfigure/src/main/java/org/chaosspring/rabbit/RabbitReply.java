package org.chaosspring.rabbit;

import java.io.IOException;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a send is told of it afterwards: the confirm that he waits for, or
 * listens to under a number, if he does.
 */
final class RabbitReply {

	/**
	 * What the client says of confirms that a broken connection has made impossible.
	 */
	private static final String CONNECTION_ERROR = "connection error";

	private final RabbitProduceSeam seam;

	private final @Nullable RabbitConfirm confirm;

	private final long number;

	private boolean lost;

	private boolean nacked;

	private boolean expected;

	/**
	 * Create a reply.
	 * @param seam the channel that was asked to send
	 * @param confirm the confirm that is waited for, if any
	 * @param number the number by which the application knows the message, if it listens
	 * to confirms itself
	 */
	RabbitReply(RabbitProduceSeam seam, @Nullable RabbitConfirm confirm, long number) {
		this.seam = seam;
		this.confirm = confirm;
		this.number = number;
	}

	/**
	 * Return whether the caller hears of a confirm.
	 */
	boolean isConfirmed() {
		return this.confirm != null || this.number > 0;
	}

	/**
	 * Keep the channel from its cache as long as a confirm is due.
	 */
	void prolongLease() {
		if (this.confirm != null) {
			this.seam.lease().prolong();
		}
	}

	void settleLease() {
		if (this.confirm != null) {
			this.seam.lease().settle();
		}
	}

	/**
	 * Have the confirm of the broker turn out negative.
	 */
	void nack() {
		this.nacked = true;
		this.seam.nackNextWait();
	}

	/**
	 * Have the confirm of the broker get lost: the caller is told that the send failed.
	 */
	void lose() {
		this.lost = true;
		this.seam.nackNextWait();
	}

	boolean isLost() {
		return this.lost;
	}

	/**
	 * Have the channel pass on the confirm of the message that it writes next.
	 */
	void expectOn(Channel channel, @Nullable RabbitConfirmNumbers numbers) {
		if (this.confirm != null && !this.lost) {
			this.confirm.expectOn(channel, this.nacked);
			this.expected = true;
		}
		if (numbers != null) {
			expectNumber(channel, numbers);
		}
	}

	private void expectNumber(Channel channel, RabbitConfirmNumbers numbers) {
		if (this.lost) {
			numbers.writingCopy(channel);
		}
		else if (this.nacked) {
			numbers.writingNacked(channel, this.number);
		}
		else {
			numbers.writing(channel, this.number);
		}
	}

	/**
	 * Tell the caller what is not true: that the broker has the message.
	 */
	void pretendAck() {
		this.seam.later(() -> tell(true, null));
	}

	/**
	 * Tell the caller that the confirm is lost, as the client does when a connection
	 * breaks off.
	 */
	void tellLost() {
		this.seam.later(() -> tell(false, CONNECTION_ERROR));
	}

	/**
	 * Tell who waits for the confirm, and nobody else, that the connection broke off
	 * under the send.
	 */
	void breakOff() {
		RabbitConfirm awaited = this.confirm;
		if (awaited != null) {
			this.seam.later(() -> awaited.complete(false, CONNECTION_ERROR));
		}
	}

	private void tell(boolean ack, @Nullable String cause) {
		if (this.confirm != null) {
			this.confirm.complete(ack, cause);
		}
		this.seam.pretendConfirm(this.number, ack);
	}

	/**
	 * Give up a message that cannot be sent any more. A channel that waits for its
	 * confirm, and breaks off, says so itself.
	 */
	void fail(Exception cause) {
		boolean brokenOff = cause instanceof IOException || cause instanceof ShutdownSignalException;
		if (this.confirm != null && !(this.expected && brokenOff)) {
			this.confirm.complete(false, String.valueOf(cause.getMessage()));
		}
		this.seam.failedLate(cause);
	}

}
