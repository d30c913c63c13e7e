package org.chaosspring.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ConsumerStartingEvent;
import org.springframework.kafka.event.ContainerStoppedEvent;
import org.springframework.kafka.event.KafkaEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Tells a consumer which listener container it works for. A container says that it starts
 * in the very thread in which its consumer will poll, before the first poll. One that was
 * stopped is forgotten, unless chaos restarts it.
 */
public final class KafkaListenerPoints implements ApplicationListener<KafkaEvent> {

	private static final ThreadLocal<@Nullable KafkaListenerContainer> STARTING = new ThreadLocal<>();

	private final Map<AbstractMessageListenerContainer<?, ?>, KafkaListenerContainer> containers = new ConcurrentHashMap<>();

	@Override
	public void onApplicationEvent(KafkaEvent event) {
		if (event instanceof ConsumerStartingEvent) {
			STARTING.set(this.containers.computeIfAbsent(event.getContainer(AbstractMessageListenerContainer.class),
					KafkaListenerContainer::new));
		}
		else if (event instanceof ContainerStoppedEvent) {
			this.containers.computeIfPresent(event.getContainer(AbstractMessageListenerContainer.class),
					(container, known) -> known.isStopped() ? null : known);
		}
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
