package org.chaosspring.rabbit;

import java.util.Collection;
import java.util.List;

import org.chaosspring.engine.Restarter;

import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

/**
 * A listener container, as far as chaos deals with it.
 */
final class RabbitListenerContainer {

	private final AbstractMessageListenerContainer container;

	private final Restarter restarter;

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

}
