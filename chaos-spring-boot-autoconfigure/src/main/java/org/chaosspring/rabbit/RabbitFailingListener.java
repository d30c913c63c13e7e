package org.chaosspring.rabbit;

import java.util.List;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.BatchMessageListener;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;

import org.springframework.amqp.rabbit.listener.adapter.AbstractAdaptableMessageListener;
import org.springframework.amqp.rabbit.listener.adapter.MessagingMessageListenerAdapter;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.amqp.rabbit.support.ListenerContainerAware;

/**
 * The application's listener, which fails when it is told to: inside of all advice, so
 * that retries and error handlers see a failure of the listener itself. Containers treat
 * listeners by their types, so there is one for each.
 */
interface RabbitFailingListener extends MessageListener {

	/**
	 * Have a listener be able to fail.
	 * @return the listener that can, or the one that is given if it cannot
	 */
	static MessageListener around(MessageListener listener, RabbitPendingErrors pendingErrors) {
		if (listener instanceof RabbitFailingListener || listener instanceof ListenerContainerAware) {
			return listener;
		}
		if (listener instanceof AbstractAdaptableMessageListener adapter) {
			return (listener instanceof ChannelAwareBatchMessageListener) ? new BatchAdapter(adapter, pendingErrors)
					: new Adapter(adapter, pendingErrors);
		}
		if (listener instanceof ChannelAwareMessageListener aware) {
			return (listener instanceof ChannelAwareBatchMessageListener) ? new ChannelAwareBatch(aware, pendingErrors)
					: new ChannelAware(aware, pendingErrors);
		}
		return (listener instanceof BatchMessageListener) ? new Batch(listener, pendingErrors)
				: new Plain(listener, pendingErrors);
	}

	/**
	 * For the listener methods of the application.
	 */
	class Adapter extends AbstractAdaptableMessageListener implements RabbitFailingListener {

		private final AbstractAdaptableMessageListener target;

		private final RabbitPendingErrors pendingErrors;

		Adapter(AbstractAdaptableMessageListener target, RabbitPendingErrors pendingErrors) {
			this.target = target;
			this.pendingErrors = pendingErrors;
		}

		@Override
		public void onMessage(Message message, @Nullable Channel channel) throws Exception {
			RuntimeException failure = this.pendingErrors.due(message);
			if (failure == null) {
				this.target.onMessage(message, channel);
			}
			else if (this.target instanceof MessagingMessageListenerAdapter) {
				// It may have an error handler, or send the exception back.
				this.target.onMessage(new RabbitTrap(message, failure), channel);
			}
			else {
				throw failure;
			}
		}

		@Override
		public void onMessageBatch(List<Message> messages, @Nullable Channel channel) {
			RuntimeException failure = this.pendingErrors.due(messages);
			if (failure != null) {
				throw failure;
			}
			this.target.onMessageBatch(messages, channel);
		}

		@Override
		public void containerAckMode(AcknowledgeMode mode) {
			this.target.containerAckMode(mode);
		}

		@Override
		public boolean isAsyncReplies() {
			return this.target.isAsyncReplies();
		}

		/**
		 * Overrides a method that is there since Spring AMQP 4.0.6.
		 */
		@SuppressWarnings("MissingOverride")
		public boolean maySettleDelivery() {
			return RabbitSettlement.mayBeBy(this.target);
		}

	}

	/**
	 * For the listener methods that take batches.
	 */
	final class BatchAdapter extends Adapter implements ChannelAwareBatchMessageListener {

		BatchAdapter(AbstractAdaptableMessageListener target, RabbitPendingErrors pendingErrors) {
			super(target, pendingErrors);
		}

		@Override
		public void onMessage(Message message, @Nullable Channel channel) throws Exception {
			super.onMessage(message, channel);
		}

	}

	/**
	 * For listeners that get the channel.
	 */
	class ChannelAware extends Plain implements ChannelAwareMessageListener {

		private final ChannelAwareMessageListener target;

		ChannelAware(ChannelAwareMessageListener target, RabbitPendingErrors pendingErrors) {
			super(target, pendingErrors);
			this.target = target;
		}

		@Override
		public void onMessage(Message message) {
			super.onMessage(message);
		}

		@Override
		public void onMessage(Message message, @Nullable Channel channel) throws Exception {
			require(pendingErrors().due(message));
			this.target.onMessage(message, channel);
		}

		@Override
		public void onMessageBatch(List<Message> messages, @Nullable Channel channel) {
			require(pendingErrors().due(messages));
			this.target.onMessageBatch(messages, channel);
		}

	}

	/**
	 * For listeners that get batches and the channel.
	 */
	final class ChannelAwareBatch extends ChannelAware implements ChannelAwareBatchMessageListener {

		ChannelAwareBatch(ChannelAwareMessageListener target, RabbitPendingErrors pendingErrors) {
			super(target, pendingErrors);
		}

		@Override
		public void onMessage(Message message, @Nullable Channel channel) throws Exception {
			super.onMessage(message, channel);
		}

		@Override
		public void onMessageBatch(List<Message> messages, @Nullable Channel channel) {
			super.onMessageBatch(messages, channel);
		}

	}

	/**
	 * For listeners that get messages, and nothing else.
	 */
	class Plain implements RabbitFailingListener {

		private final MessageListener target;

		private final RabbitPendingErrors pendingErrors;

		Plain(MessageListener target, RabbitPendingErrors pendingErrors) {
			this.target = target;
			this.pendingErrors = pendingErrors;
		}

		RabbitPendingErrors pendingErrors() {
			return this.pendingErrors;
		}

		static void require(@Nullable RuntimeException none) {
			if (none != null) {
				throw none;
			}
		}

		@Override
		public void onMessage(Message message) {
			require(this.pendingErrors.due(message));
			this.target.onMessage(message);
		}

		@Override
		public void onMessageBatch(List<Message> messages) {
			require(this.pendingErrors.due(messages));
			this.target.onMessageBatch(messages);
		}

		@Override
		public void containerAckMode(AcknowledgeMode mode) {
			this.target.containerAckMode(mode);
		}

		@Override
		public boolean isAsyncReplies() {
			return this.target.isAsyncReplies();
		}

	}

	/**
	 * For listeners that get batches, and nothing else.
	 */
	final class Batch extends Plain implements BatchMessageListener {

		Batch(MessageListener target, RabbitPendingErrors pendingErrors) {
			super(target, pendingErrors);
		}

		@Override
		public void onMessage(Message message) {
			super.onMessage(message);
		}

		@Override
		public void onMessageBatch(List<Message> messages) {
			super.onMessageBatch(messages);
		}

	}

}
