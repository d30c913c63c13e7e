package org.chaosspring.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ConsumerStartingEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Tells a consumer which listener container it works for. A container says that it starts
 * in the very thread in which its consumer will poll, before the first poll.
 */
public final class KafkaListenerPoints implements ApplicationListener<ConsumerStartingEvent> {

	private static final ThreadLocal<@Nullable KafkaListenerContainer> STARTING = new ThreadLocal<>();

	private final Map<AbstractMessageListenerContainer<?, ?>, KafkaListenerContainer> containers = new ConcurrentHashMap<>();

	@Override
	public void onApplicationEvent(ConsumerStartingEvent event) {
		STARTING.set(this.containers.computeIfAbsent(event.getContainer(AbstractMessageListenerContainer.class),
				KafkaListenerContainer::new));
	}

	/**
	 * Return the container that began in this thread, once: whatever the listener polls
	 * by itself later is not the container's.
	 */
	@Nullable KafkaListenerContainer takeStarting() {
		KafkaListenerContainer container = STARTING.get();
		STARTING.remove();
		return container;
	}

}
