package org.chaosspring.kafka;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Listeners of the id {@code listener} that remember what they received and start when a
 * test says so.
 */
final class KafkaListening {

	private KafkaListening() {
	}

	static void start(KafkaApplication application) {
		application.bean(KafkaListenerEndpointRegistry.class)
			.getListenerContainers()
			.forEach(MessageListenerContainer::start);
	}

	static void stop(KafkaApplication application) {
		application.bean(KafkaListenerEndpointRegistry.class).getListenerContainer("listener").stop();
	}

	static final class Received {

		private final Queue<ConsumerRecord<?, ?>> records = new ConcurrentLinkedQueue<>();

		void add(ConsumerRecord<?, ?> record) {
			this.records.add(record);
		}

		List<String> values() {
			return this.records.stream().map((record) -> String.valueOf(record.value())).toList();
		}

		List<ConsumerRecord<?, ?>> records() {
			return List.copyOf(this.records);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Plain {

		@Autowired
		private Received received;

		@KafkaListener(id = "listener", topics = "${topic}", groupId = "${topic}", autoStartup = "false")
		void listen(ConsumerRecord<?, ?> record) {
			this.received.add(record);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Acknowledging {

		@Autowired
		private Received received;

		@KafkaListener(id = "listener", topics = "${topic}", groupId = "${topic}", autoStartup = "false")
		void listen(ConsumerRecord<?, ?> record, Acknowledgment acknowledgment) {
			this.received.add(record);
			acknowledgment.acknowledge();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Batch {

		@Autowired
		private Received received;

		@KafkaListener(id = "listener", topics = "${topic}", groupId = "${topic}", autoStartup = "false",
				batch = "true")
		void listen(List<ConsumerRecord<String, String>> records) {
			records.forEach(this.received::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class AcknowledgingBatch {

		@Autowired
		private Received received;

		@KafkaListener(id = "listener", topics = "${topic}", groupId = "${topic}", autoStartup = "false",
				batch = "true")
		void listen(List<ConsumerRecord<String, String>> records, Acknowledgment acknowledgment) {
			records.forEach(this.received::add);
			acknowledgment.acknowledge();
		}

	}

	/**
	 * Acknowledges nothing while it is told so, through all applications.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Withholding {

		static volatile boolean withheld;

		@Autowired
		private Received received;

		@KafkaListener(id = "listener", topics = "${topic}", groupId = "${topic}", autoStartup = "false")
		void listen(ConsumerRecord<?, ?> record, Acknowledgment acknowledgment) {
			this.received.add(record);
			if (!withheld) {
				acknowledgment.acknowledge();
			}
		}

	}

}
