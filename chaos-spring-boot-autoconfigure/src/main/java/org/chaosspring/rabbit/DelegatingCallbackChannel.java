package org.chaosspring.rabbit;

import java.util.Collection;
import java.util.Collections;
import java.util.function.Consumer;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.ChannelProxy;
import org.springframework.amqp.rabbit.connection.PendingConfirm;
import org.springframework.amqp.rabbit.connection.PublisherCallbackChannel;

/**
 * Hands on every call, also of what Spring adds to a channel, as far as the channel has
 * it.
 */
abstract class DelegatingCallbackChannel extends DelegatingChannel implements ChannelProxy, PublisherCallbackChannel {

	private @Nullable PublisherCallbackChannel callbacks() {
		return (delegate() instanceof PublisherCallbackChannel callbackChannel) ? callbackChannel : null;
	}

	/**
	 * Return whether the channel tells listeners of the messages that they sent.
	 */
	boolean hasCallbacks() {
		return callbacks() != null;
	}

	@Override
	public Channel getTargetChannel() {
		return (delegate() instanceof ChannelProxy proxy) ? proxy.getTargetChannel() : delegate();
	}

	@Override
	public boolean isConfirmSelected() {
		return delegate() instanceof ChannelProxy proxy && proxy.isConfirmSelected();
	}

	@Override
	public boolean isPublisherConfirms() {
		return delegate() instanceof ChannelProxy proxy && proxy.isPublisherConfirms();
	}

	@Override
	public void addPendingConfirm(Listener listener, long seq, PendingConfirm pendingConfirm) {
		PublisherCallbackChannel callbacks = callbacks();
		if (callbacks != null) {
			callbacks.addPendingConfirm(listener, seq, pendingConfirm);
		}
	}

	@Override
	public void addListener(Listener listener) {
		PublisherCallbackChannel callbacks = callbacks();
		if (callbacks != null) {
			callbacks.addListener(listener);
		}
	}

	@Override
	public Collection<PendingConfirm> expire(Listener listener, long cutoffTime) {
		PublisherCallbackChannel callbacks = callbacks();
		return (callbacks != null) ? callbacks.expire(listener, cutoffTime) : Collections.emptyList();
	}

	@Override
	public int getPendingConfirmsCount(Listener listener) {
		PublisherCallbackChannel callbacks = callbacks();
		return (callbacks != null) ? callbacks.getPendingConfirmsCount(listener) : 0;
	}

	@Override
	public int getPendingConfirmsCount() {
		PublisherCallbackChannel callbacks = callbacks();
		return (callbacks != null) ? callbacks.getPendingConfirmsCount() : 0;
	}

	@Override
	public Channel getDelegate() {
		PublisherCallbackChannel callbacks = callbacks();
		return (callbacks != null) ? callbacks.getDelegate() : delegate();
	}

	@Override
	public void setAfterAckCallback(Consumer<Channel> callback) {
		PublisherCallbackChannel callbacks = callbacks();
		if (callbacks != null) {
			callbacks.setAfterAckCallback(callback);
		}
	}

}
