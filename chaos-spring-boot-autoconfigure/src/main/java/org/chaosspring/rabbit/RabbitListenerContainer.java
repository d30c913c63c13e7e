package org.chaosspring.rabbit;

import java.util.Collection;
import java.util.List;

import org.chaosspring.engine.Restarter;

import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

/**
 * A listener container, as far as chaos deals with it.
 */
final class RabbitListenerContainer {

	private final AbstractMessageListenerContainer container;

	private final Restarter restarter;

	private final RabbitListenerFailures failures = new RabbitListenerFailures();

	RabbitListenerContainer(AbstractMessageListenerContainer container) {
		this.container = container;
		this.restarter = new Restarter(container::stop, container::start, container::isRunning);
	}

	String name() {
		return String.valueOf(this.container.getListenerId());
	}

	Collection<String> queues() {
		return List.of(this.container.getQueueNames());
	}

	Restarter restarter() {
		return this.restarter;
	}

	/**
	 * Have the listener be able to fail, if there is one by now that can.
	 */
	void prepareFailures() {
		MessageListener listener = this.container.getMessageListener();
		if (listener != null) {
			this.container.setMessageListener(RabbitFailingListener.around(listener, this.failures));
		}
	}

	/**
	 * Return whether the listener is able to fail.
	 */
	boolean canFail() {
		return this.container.getMessageListener() instanceof RabbitFailingListener;
	}

	RabbitListenerFailures failures() {
		return this.failures;
	}

}
