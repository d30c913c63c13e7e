package org.chaosspring.rabbit;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.ConfirmListener;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.ChannelProxy;
import org.springframework.amqp.rabbit.connection.PendingConfirm;

/**
 * A channel whose confirms mean the messages that the application means by them, although
 * some of these leave late, twice, or never.
 */
abstract class RabbitConfirmingChannel extends DelegatingCallbackChannel {

	private final @Nullable RabbitConfirmNumbers numbers;

	/**
	 * Set by the thread that publishes next.
	 */
	private @Nullable RabbitConfirm nextConfirm;

	RabbitConfirmingChannel(Channel first) {
		// With correlated confirms, Spring's channel itself knows which message is meant.
		boolean correlated = first instanceof ChannelProxy proxy && proxy.isPublisherConfirms();
		long next = correlated ? 0 : first.getNextPublishSeqNo();
		this.numbers = (next > 0) ? new RabbitConfirmNumbers(next) : null;
	}

	/**
	 * Return the numbers of the messages, if the application hears confirms itself.
	 */
	@Nullable RabbitConfirmNumbers numbers() {
		return this.numbers;
	}

	/**
	 * Have what is held back leave before anybody waits for its confirm. What a broker
	 * does not take has to wait for it.
	 * @param millis how long to wait at most; zero for as long as it takes
	 * @return whether everything has left
	 */
	abstract boolean releaseHeld(long millis) throws InterruptedException;

	/**
	 * Keep a confirm back until the message that it belongs to is written, as only then
	 * its number is known.
	 */
	@Override
	public void addPendingConfirm(Listener listener, long seq, PendingConfirm pendingConfirm) {
		if (hasCallbacks()) {
			this.nextConfirm = new RabbitConfirm(listener, pendingConfirm);
		}
	}

	/**
	 * Return whether anybody waits for a confirm of the message that is published next.
	 * Asks without naming classes that are not loaded until there is a confirm, as the
	 * JVM does not inline methods that do.
	 */
	boolean isConfirmed() {
		return this.nextConfirm != null || this.numbers != null;
	}

	/**
	 * Return the confirm that is waited for of the message that is published next.
	 */
	@Nullable RabbitConfirm takeNextConfirm() {
		RabbitConfirm confirm = this.nextConfirm;
		this.nextConfirm = null;
		return confirm;
	}

	@Override
	public long getNextPublishSeqNo() {
		return (this.numbers != null) ? this.numbers.next() : super.getNextPublishSeqNo();
	}

	@Override
	public void addConfirmListener(ConfirmListener listener) {
		if (this.numbers != null) {
			this.numbers.add(listener, delegate());
		}
		else {
			super.addConfirmListener(listener);
		}
	}

	@Override
	public ConfirmListener addConfirmListener(ConfirmCallback ackCallback, ConfirmCallback nackCallback) {
		ConfirmListener listener = new ConfirmListener() {

			@Override
			public void handleAck(long deliveryTag, boolean multiple) throws IOException {
				ackCallback.handle(deliveryTag, multiple);
			}

			@Override
			public void handleNack(long deliveryTag, boolean multiple) throws IOException {
				nackCallback.handle(deliveryTag, multiple);
			}

		};
		addConfirmListener(listener);
		return listener;
	}

	@Override
	public boolean removeConfirmListener(ConfirmListener listener) {
		return (this.numbers != null) ? this.numbers.remove(listener, delegate())
				: super.removeConfirmListener(listener);
	}

	@Override
	public boolean waitForConfirms() throws InterruptedException {
		releaseHeld(0);
		return super.waitForConfirms() && !takeNacked();
	}

	@Override
	public boolean waitForConfirms(long timeout) throws InterruptedException, TimeoutException {
		releaseHeldWithin(timeout);
		return super.waitForConfirms(timeout) && !takeNacked();
	}

	@Override
	public void waitForConfirmsOrDie() throws IOException, InterruptedException {
		releaseHeld(0);
		super.waitForConfirmsOrDie();
		dieIfNacked();
	}

	@Override
	public void waitForConfirmsOrDie(long timeout) throws IOException, InterruptedException, TimeoutException {
		releaseHeldWithin(timeout);
		super.waitForConfirmsOrDie(timeout);
		dieIfNacked();
	}

	private void releaseHeldWithin(long millis) throws InterruptedException, TimeoutException {
		if (!releaseHeld(millis)) {
			throw new TimeoutException();
		}
	}

	private boolean takeNacked() {
		return this.numbers != null && this.numbers.takeNacked();
	}

	private void dieIfNacked() throws IOException {
		if (takeNacked()) {
			throw new IOException("nacks received");
		}
	}

}
