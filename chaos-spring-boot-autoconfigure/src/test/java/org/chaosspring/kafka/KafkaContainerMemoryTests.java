package org.chaosspring.kafka;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.chaosspring.Forgotten;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;

import static org.awaitility.Awaitility.await;

/**
 * Tests that listener containers made at run time can go.
 */
@ExtendWith(KafkaBroker.class)
class KafkaContainerMemoryTests {

	@Test
	void aContainerThatWasStoppedIsForgotten() {
		String topic = KafkaApplication.newTopic("forgotten", 1);
		try (KafkaApplication application = KafkaApplication.start(List.of())) {
			WeakReference<?> container = listenOnce(application, topic);
			Forgotten.await(container);
		}
	}

	@SuppressWarnings("unchecked")
	private static WeakReference<?> listenOnce(KafkaApplication application, String topic) {
		ConcurrentKafkaListenerContainerFactory<Object, Object> factory = application
			.bean("kafkaListenerContainerFactory", ConcurrentKafkaListenerContainerFactory.class);
		Queue<Object> received = new ConcurrentLinkedQueue<>();
		ConcurrentMessageListenerContainer<Object, Object> container = factory.createContainer(topic);
		container.getContainerProperties().setGroupId(topic);
		container.setupMessageListener((MessageListener<Object, Object>) (record) -> received.add(record.value()));
		application.sendNumbers(topic, "key", 1);
		container.start();
		await().until(() -> !received.isEmpty());
		container.stop();
		return new WeakReference<>(container);
	}

}
