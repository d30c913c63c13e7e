package org.chaosspring.rabbit;

import java.util.Collection;
import java.util.List;

import org.chaosspring.engine.Restarter;

import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.beans.DirectFieldAccessor;

/**
 * A listener container, as far as chaos deals with it.
 */
final class RabbitListenerContainer {

	/**
	 * Which the container does not tell.
	 */
	private static final String FORCE_STOP = "forceStop";

	private final AbstractMessageListenerContainer container;

	private final Restarter restarter;

	private final RabbitPendingErrors pendingErrors = new RabbitPendingErrors();

	RabbitListenerContainer(AbstractMessageListenerContainer container) {
		this.container = container;
		this.restarter = new Restarter(this::stop, container::start, container::isRunning);
	}

	String name() {
		return String.valueOf(this.container.getListenerId());
	}

	Collection<String> queues() {
		return List.of(this.container.getQueueNames());
	}

	/**
	 * Stop as the process does when it ends: what the container has, and did not begin,
	 * goes back to the queue. By itself a container processes it first.
	 */
	private void stop() {
		boolean own = Boolean.TRUE.equals(new DirectFieldAccessor(this.container).getPropertyValue(FORCE_STOP));
		this.container.setForceStop(true);
		try {
			this.container.stop();
		}
		finally {
			this.container.setForceStop(own);
		}
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
			this.container.setMessageListener(RabbitFailingListener.around(listener, this.pendingErrors));
		}
	}

	/**
	 * Return whether the listener is able to fail.
	 */
	boolean canFail() {
		return this.container.getMessageListener() instanceof RabbitFailingListener;
	}

	RabbitPendingErrors pendingErrors() {
		return this.pendingErrors;
	}

}
