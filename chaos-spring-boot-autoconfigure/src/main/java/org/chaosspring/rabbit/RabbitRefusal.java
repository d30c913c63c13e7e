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
final class RabbitRefusal extends PendingConfirm {

	private static final PublisherCallbackChannel.Listener TELLING = new Telling();

	private final RabbitConfirm refused;

	@SuppressWarnings("FutureReturnValueIgnored") // what it does cannot fail
	private RabbitRefusal(RabbitConfirm refused, CorrelationData answered) {
		super(answered, System.currentTimeMillis());
		this.refused = refused;
		answered.getFuture().thenAccept((answer) -> refused.completeFuture(false, answer.reason()));
	}

	/**
	 * Have a channel refuse the message that it sends next.
	 * @param channel the channel
	 * @param refused the confirm that is waited for
	 */
	static void expectOn(Channel channel, RabbitConfirm refused) {
		if (channel instanceof PublisherCallbackChannel confirming) {
			confirming.addListener(TELLING);
			confirming.addPendingConfirm(TELLING, channel.getNextPublishSeqNo(),
					new RabbitRefusal(refused, new CorrelationData("")));
		}
	}

	/**
	 * Tells whoever listens to the confirms that are refused.
	 */
	private static final class Telling implements PublisherCallbackChannel.Listener {

		@Override
		public void handleConfirm(PendingConfirm pending, boolean ack) {
			if (pending instanceof RabbitRefusal refusal) {
				refusal.refused.tellListener(false);
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
			return RabbitRefusal.class.getName();
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
