package org.chaosspring.rabbit;

import java.io.IOException;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

/**
 * A send that chaos has a hand in: what is written in the end, and what becomes of its
 * confirm.
 */
final class RabbitSend {

	private final RabbitProduceSeam seam;

	private final @Nullable RabbitConfirm confirm;

	private final long number;

	private RabbitPublication publication;

	private int copies;

	private @Nullable String markOfCopies;

	private boolean taken;

	/**
	 * Create a send.
	 * @param seam the channel that was asked to send
	 * @param publication the message
	 * @param confirm the confirm that is waited for, if any
	 * @param number the number by which the application knows the message, if it listens
	 * to confirms itself
	 */
	RabbitSend(RabbitProduceSeam seam, RabbitPublication publication, @Nullable RabbitConfirm confirm, long number) {
		this.seam = seam;
		this.publication = publication;
		this.confirm = confirm;
		this.number = number;
	}

	RabbitProduceSeam seam() {
		return this.seam;
	}

	RabbitPublication publication() {
		return this.publication;
	}

	long size() {
		return this.publication.body().length;
	}

	void replacePublication(RabbitPublication replacement) {
		this.publication = replacement;
	}

	void copies(int quantity, @Nullable String mark) {
		this.copies = quantity;
		this.markOfCopies = mark;
	}

	/**
	 * Take the message from the caller, for whom the send is done.
	 */
	void take() {
		this.taken = true;
	}

	boolean isTaken() {
		return this.taken;
	}

	/**
	 * Send now, in the thread of the caller, who sees what the channel does.
	 */
	void send() throws IOException {
		this.seam.write(this);
	}

	/**
	 * Send what was held back; the caller hears of it through the confirm alone.
	 */
	void release() {
		try {
			this.seam.writeLate(this);
		}
		catch (IOException | RuntimeException ex) {
			fail(ex);
		}
		finally {
			this.seam.afterLate();
		}
	}

	/**
	 * Write the message and its copies.
	 */
	void writeTo(Channel channel, @Nullable RabbitConfirmNumbers numbers) throws IOException {
		if (this.confirm != null) {
			this.confirm.expectOn(channel);
		}
		if (numbers != null) {
			numbers.writing(channel.getNextPublishSeqNo(), this.number);
		}
		write(channel, this.publication);
		for (int i = 0; i < this.copies; i++) {
			if (numbers != null) {
				numbers.writingCopy(channel.getNextPublishSeqNo());
			}
			write(channel, this.publication.copy(this.markOfCopies));
		}
	}

	private static void write(Channel channel, RabbitPublication publication) throws IOException {
		channel.basicPublish(publication.exchange(), publication.routingKey(), publication.mandatory(),
				publication.properties(), publication.body());
	}

	/**
	 * Tell the caller that all is well although nothing was sent.
	 */
	void pretend() {
		if (this.confirm != null) {
			this.confirm.complete(true, null);
		}
		this.seam.pretendConfirmed(this.number);
	}

	/**
	 * Give up a message that cannot be sent any more.
	 */
	void fail(Exception cause) {
		if (this.confirm != null) {
			this.confirm.complete(false, String.valueOf(cause.getMessage()));
		}
		this.seam.failedLate(cause);
	}

}
