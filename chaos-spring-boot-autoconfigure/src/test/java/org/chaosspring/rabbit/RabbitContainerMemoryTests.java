package org.chaosspring.rabbit;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.chaosspring.Forgotten;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

import static org.awaitility.Awaitility.await;

/**
 * Tests that listener containers made at run time can go.
 */
@NeedsRabbitMq
class RabbitContainerMemoryTests {

	private final String queue = RabbitQueues.declare("forgotten");

	@Test
	void aContainerThatWasStoppedIsForgotten() {
		try (RabbitApplication application = RabbitApplication.start(List.of())) {
			WeakReference<?> container = listenOnce(application);
			Forgotten.await(container);
		}
	}

	private WeakReference<?> listenOnce(RabbitApplication application) {
		Queue<Object> received = new ConcurrentLinkedQueue<>();
		SimpleMessageListenerContainer container = application
			.bean("rabbitListenerContainerFactory", SimpleRabbitListenerContainerFactory.class)
			.createListenerContainer();
		container.setQueueNames(this.queue);
		container.setMessageListener((message) -> received.add(message.getBody()));
		container.start();
		RabbitQueues.publish(this.queue, "1");
		await().until(() -> !received.isEmpty());
		container.stop();
		return new WeakReference<>(container);
	}

}
