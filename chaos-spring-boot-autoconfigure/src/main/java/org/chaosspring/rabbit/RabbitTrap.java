package org.chaosspring.rabbit;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * A message whose listener fails: the first look of its adapter does, before the listener
 * method is called. Error handlers and replies find everything in its place.
 */
final class RabbitTrap extends Message {

	private static final long serialVersionUID = 1L;

	private final RuntimeException failure;

	private final AtomicBoolean sprung = new AtomicBoolean();

	@SuppressWarnings("removal") // what the adapter throws itself
	RabbitTrap(Message message, RuntimeException cause) {
		super(message.getBody(), message.getMessageProperties());
		this.failure = new org.springframework.amqp.rabbit.support.ListenerExecutionFailedException(
				"Listener method threw exception", cause, message);
	}

	@Override
	public MessageProperties getMessageProperties() {
		if (this.sprung.compareAndSet(false, true)) {
			throw this.failure;
		}
		return super.getMessageProperties();
	}

}
