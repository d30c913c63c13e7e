package org.chaosspring.rabbit;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.connection.PendingConfirm;
import org.springframework.amqp.rabbit.connection.PublisherCallbackChannel;

/**
 * A confirm that somebody waits for.
 *
 * @param listener who waits
 * @param pending what is waited for
 */
record RabbitConfirm(PublisherCallbackChannel.Listener listener, PendingConfirm pending) {

	/**
	 * Have the channel pass the confirm of the message that it sends next on to the
	 * listener.
	 * @param channel the channel
	 * @param nacked whether it is to turn out negative, whatever the broker says
	 */
	void expectOn(Channel channel, boolean nacked) {
		if (nacked) {
			RabbitNack.expectOn(channel, this);
		}
		else if (channel instanceof PublisherCallbackChannel confirming) {
			confirming.addPendingConfirm(this.listener, channel.getNextPublishSeqNo(), this.pending);
		}
	}

	/**
	 * Tell who waits, as the channel does.
	 */
	void complete(boolean ack, @Nullable String cause) {
		completeFuture(ack, cause);
		tellListener(ack);
	}

	void completeFuture(boolean ack, @Nullable String cause) {
		if (cause != null) {
			this.pending.setCause(cause);
		}
		CorrelationData correlation = this.pending.getCorrelationData();
		if (correlation != null) {
			correlation.getFuture().complete(new CorrelationData.Confirm(ack, cause));
		}
	}

	void tellListener(boolean ack) {
		if (this.listener.isConfirmListener()) {
			this.listener.handleConfirm(this.pending, ack);
		}
	}

}
