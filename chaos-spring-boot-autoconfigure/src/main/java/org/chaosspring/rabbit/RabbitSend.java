package org.chaosspring.rabbit;

import java.io.IOException;
import java.net.SocketException;

import com.rabbitmq.client.Channel;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Mark;
import org.jspecify.annotations.Nullable;

/**
 * A send that chaos has a hand in: what is written in the end, and when.
 */
final class RabbitSend {

	private final RabbitProduceSeam seam;

	private final RabbitReply reply;

	private RabbitPublication publication;

	private @Nullable Mark mark;

	private int copies;

	private boolean taken;

	private @Nullable Exception refusal;

	private RabbitBuffer.@Nullable Place place;

	/**
	 * Create a send.
	 * @param seam the channel that was asked to send
	 * @param publication the message
	 * @param reply what the caller is told afterwards
	 */
	RabbitSend(RabbitProduceSeam seam, RabbitPublication publication, RabbitReply reply) {
		this.seam = seam;
		this.publication = publication;
		this.reply = reply;
	}

	RabbitProduceSeam seam() {
		return this.seam;
	}

	InjectionPoint point() {
		return this.seam.origin().point();
	}

	RabbitReply reply() {
		return this.reply;
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

	/**
	 * Mark the message when it leaves.
	 */
	void mark(@Nullable Mark ofFault) {
		this.mark = ofFault;
	}

	/**
	 * Have copies follow the message, which are marked in its place.
	 */
	void copies(int quantity, @Nullable Mark ofFault) {
		this.copies = quantity;
		this.mark = ofFault;
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
	 * Have the message fill the buffers of its connection until it leaves.
	 */
	void fill(RabbitBuffer buffer) {
		this.place = buffer.enter(size());
		this.reply.prolongLease();
	}

	/**
	 * Wait until the network takes the message.
	 */
	void awaitRoom() {
		if (this.place != null) {
			this.place.awaitRoom();
		}
	}

	/**
	 * Drop what was held back, or take note that it is sent.
	 */
	void leave() {
		if (this.place != null) {
			this.place.leave();
			this.reply.settleLease();
		}
	}

	/**
	 * Have the send fail: the caller sees why, and so does the transaction.
	 */
	void refuse(Exception cause) {
		this.refusal = cause;
	}

	/**
	 * Have the connection break off under the send. By then the client waits for the
	 * confirm, which turns out negative.
	 */
	void breakOff(Exception cause) {
		refuse(cause);
		this.reply.breakOff();
	}

	/**
	 * Return why the caller is told that the send failed, if it is.
	 */
	@Nullable Exception refusal() {
		return this.refusal;
	}

	/**
	 * Have the broker nack the message. It gets something that it acks, as it alone makes
	 * confirms come in the threads of the client.
	 */
	void nack() {
		this.publication = this.publication.standIn();
		this.reply.nack();
	}

	/**
	 * Send now, in the thread of the caller, who sees what the channel does.
	 */
	void send() throws IOException {
		this.seam.write(this);
		if (this.reply.isLost()) {
			this.reply.tellLost();
			if (!this.reply.isConfirmed()) {
				throw new SocketException("Connection reset");
			}
		}
	}

	/**
	 * Send what was held back; the caller hears of it through the confirm alone.
	 */
	void release() {
		try {
			this.seam.writeLate(this);
			if (this.reply.isLost()) {
				this.reply.tellLost();
			}
		}
		catch (IOException | RuntimeException ex) {
			this.reply.fail(ex);
		}
		finally {
			leave();
			this.seam.afterLate();
		}
	}

	/**
	 * Write the message and its copies. Nobody waits for these, so that nobody but those
	 * who look after chaos hears of one that cannot be written.
	 */
	void writeTo(Channel channel, @Nullable RabbitConfirmNumbers numbers) throws IOException {
		this.reply.expectOn(channel, numbers);
		((this.copies == 0) ? this.publication.marked(this.mark) : this.publication).writeTo(channel);
		try {
			writeCopies(channel, numbers);
		}
		catch (IOException | RuntimeException ex) {
			this.seam.chaos().reportFailure(point(), ex);
		}
	}

	private void writeCopies(Channel channel, @Nullable RabbitConfirmNumbers numbers) throws IOException {
		for (int i = 0; i < this.copies; i++) {
			if (numbers != null) {
				numbers.writingCopy(channel);
			}
			this.publication.copy().marked(this.mark).writeTo(channel);
		}
	}

}
