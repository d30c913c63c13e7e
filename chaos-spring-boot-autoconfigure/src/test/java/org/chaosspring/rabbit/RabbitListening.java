package org.chaosspring.rabbit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.rabbitmq.client.Channel;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Listeners of the id {@code listener} that remember what they received and start when a
 * test says so.
 */
final class RabbitListening {

	private RabbitListening() {
	}

	static final class Received {

		private final Queue<Message> messages = new ConcurrentLinkedQueue<>();

		void add(Message message) {
			this.messages.add(message);
		}

		List<Message> messages() {
			return List.copyOf(this.messages);
		}

		List<String> texts() {
			return this.messages.stream()
				.map((message) -> new String(message.getBody(), StandardCharsets.UTF_8))
				.toList();
		}

		List<Boolean> redelivered() {
			return this.messages.stream().map((message) -> message.getMessageProperties().isRedelivered()).toList();
		}

		List<String> marks() {
			return this.messages.stream()
				.map((message) -> message.getMessageProperties().<String>getHeader("chaos-fault"))
				.toList();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Plain {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}", autoStartup = "false")
		void listen(Message message) {
			this.received.add(message);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Acknowledging {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}", autoStartup = "false")
		void listen(Message message, Channel channel) throws IOException {
			this.received.add(message);
			channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class Batch {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}", autoStartup = "false", batch = "true")
		void listen(List<Message> messages) {
			messages.forEach(this.received::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Received.class)
	static class AcknowledgingBatch {

		@Autowired
		private Received received;

		@RabbitListener(id = "listener", queues = "${queue}", autoStartup = "false", batch = "true")
		void listen(List<Message> messages, Channel channel) throws IOException {
			messages.forEach(this.received::add);
			channel.basicAck(messages.get(messages.size() - 1).getMessageProperties().getDeliveryTag(), true);
		}

	}

}
