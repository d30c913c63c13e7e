package org.chaosspring.rabbit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;

import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.connection.PendingConfirm;
import org.springframework.amqp.rabbit.connection.PublisherCallbackChannel;

/**
 * A confirm that turns out negative although the broker says ack: whoever waits for it
 * hears of it when the broker says so, in the threads of the client and of Spring.
 */
final class RabbitNack extends PendingConfirm {

	private static final PublisherCallbackChannel.Listener TELLING = new Telling();

	private final RabbitConfirm nacked;

	@SuppressWarnings("FutureReturnValueIgnored") // what it does cannot fail
	private RabbitNack(RabbitConfirm nacked, CorrelationData answered) {
		super(answered, System.currentTimeMillis());
		this.nacked = nacked;
		answered.getFuture().thenAccept((answer) -> nacked.completeFuture(false, answer.reason()));
	}

	/**
	 * Have a channel nack the message that it sends next.
	 * @param channel the channel
	 * @param nacked the confirm that is waited for
	 */
	static void expectOn(Channel channel, RabbitConfirm nacked) {
		if (channel instanceof PublisherCallbackChannel confirming) {
			confirming.addListener(TELLING);
			confirming.addPendingConfirm(TELLING, channel.getNextPublishSeqNo(),
					new RabbitNack(nacked, new CorrelationData("")));
		}
	}

	/**
	 * Tells whoever listens to the confirms that are negative.
	 */
	private static final class Telling implements PublisherCallbackChannel.Listener {

		@Override
		public void handleConfirm(PendingConfirm pending, boolean ack) {
			if (pending instanceof RabbitNack nack) {
				nack.nacked.tellListener(false);
			}
		}

		@Override
		public void handleReturn(Return returned) {
		}

		@Override
		public void revoke(Channel channel) {
		}

		@Override
		public String getUUID() {
			return RabbitNack.class.getName();
		}

		@Override
		public boolean isConfirmListener() {
			return true;
		}

		@Override
		public boolean isReturnListener() {
			return false;
		}

	}

}
