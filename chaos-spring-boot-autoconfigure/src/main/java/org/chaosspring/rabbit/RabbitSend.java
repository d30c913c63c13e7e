package org.chaosspring.rabbit;

import java.io.IOException;
import java.net.SocketException;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Mark;
import org.jspecify.annotations.Nullable;

/**
 * A send that chaos has a hand in: what is written in the end, and what becomes of its
 * confirm.
 */
final class RabbitSend {

	/**
	 * What the client says of confirms that a broken connection has made impossible.
	 */
	private static final String CONNECTION_ERROR = "connection error";

	private final RabbitProduceSeam seam;

	private final @Nullable RabbitConfirm confirm;

	private final long number;

	private RabbitPublication publication;

	private @Nullable Mark mark;

	private int copies;

	private boolean taken;

	private @Nullable Exception refusal;

	private boolean answerLost;

	private boolean refused;

	private boolean expected;

	private RabbitBuffer.@Nullable Place place;

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

	InjectionPoint point() {
		return this.seam.origin().point();
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

	/**
	 * Have the message fill the buffers of its connection until it leaves.
	 */
	void fill(RabbitBuffer buffer) {
		this.place = buffer.enter(size());
		if (this.confirm != null) {
			this.seam.lease().prolong();
		}
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
			if (this.confirm != null) {
				this.seam.lease().settle();
			}
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
		RabbitConfirm awaited = this.confirm;
		if (awaited != null) {
			this.seam.later(() -> awaited.complete(false, CONNECTION_ERROR));
		}
	}

	/**
	 * Return why the caller is told that the send failed, if it is.
	 */
	@Nullable Exception refusal() {
		return this.refusal;
	}

	/**
	 * Have the answer of the broker get lost: the caller is told that the send failed.
	 */
	void loseAnswer() {
		this.answerLost = true;
		this.seam.refuseAnswered();
	}

	/**
	 * Have the confirm of the broker turn out negative. The broker gets something that it
	 * confirms, as it alone makes confirms come in the threads of the client.
	 */
	void haveRefused() {
		this.refused = true;
		this.publication = this.publication.standIn();
		this.seam.refuseAnswered();
	}

	/**
	 * Return whether the caller waits for an answer of the broker.
	 */
	boolean isAnswered() {
		return this.confirm != null || this.number > 0;
	}

	boolean isTaken() {
		return this.taken;
	}

	/**
	 * Send now, in the thread of the caller, who sees what the channel does.
	 */
	void send() throws IOException {
		this.seam.write(this);
		if (this.answerLost) {
			answerInsteadOfBroker();
			if (!isAnswered()) {
				throw new SocketException("Connection reset");
			}
		}
	}

	private void answerInsteadOfBroker() {
		this.seam.later(() -> answer(false, CONNECTION_ERROR));
	}

	/**
	 * Send what was held back; the caller hears of it through the confirm alone.
	 */
	void release() {
		try {
			this.seam.writeLate(this);
			if (this.answerLost) {
				answerInsteadOfBroker();
			}
		}
		catch (IOException | RuntimeException ex) {
			fail(ex);
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
		if (this.confirm != null && !this.answerLost) {
			this.confirm.expectOn(channel, this.refused);
			this.expected = true;
		}
		if (numbers != null) {
			expectNumber(channel, numbers);
		}
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

	private void expectNumber(Channel channel, RabbitConfirmNumbers numbers) {
		if (this.answerLost) {
			numbers.writingCopy(channel);
		}
		else if (this.refused) {
			numbers.writingRefused(channel, this.number);
		}
		else {
			numbers.writing(channel, this.number);
		}
	}

	/**
	 * Tell the caller what the broker would say.
	 * @param ack whether all is well
	 * @param cause why not, if the broker did not say so itself
	 */
	void answer(boolean ack, @Nullable String cause) {
		if (this.confirm != null) {
			this.confirm.complete(ack, cause);
		}
		this.seam.answer(this.number, ack);
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
