package org.chaosspring.rabbit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import org.jspecify.annotations.Nullable;

/**
 * The queues of the broker, seen by a client of its own that knows nothing of chaos.
 */
final class RabbitQueues {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private RabbitQueues() {
	}

	/**
	 * Declare a queue that no other test uses.
	 */
	static String declare(String name) {
		return declare(name, Map.of());
	}

	static String declareQuorum(String name) {
		return declare(name, Map.of("x-queue-type", "quorum"));
	}

	static String declare(String name, Map<String, Object> arguments) {
		String unique = name + "-" + COUNT.incrementAndGet() + "-" + ProcessHandle.current().pid();
		return with((channel) -> channel.queueDeclare(unique, true, false, false, arguments).getQueue());
	}

	static void bind(String queue, String exchange, String type, String routingKey) {
		with((channel) -> {
			channel.exchangeDeclare(exchange, type, true);
			return channel.queueBind(queue, exchange, routingKey);
		});
	}

	/**
	 * Delete a queue, which cancels its consumers, and declare it anew.
	 */
	static void replace(String queue) {
		with((channel) -> {
			channel.queueDelete(queue);
			return channel.queueDeclare(queue, true, false, false, Map.of());
		});
	}

	/**
	 * Return how many messages are ready, without those that a consumer holds.
	 */
	static int ready(String queue) {
		return with((channel) -> channel.queueDeclarePassive(queue).getMessageCount());
	}

	/**
	 * Return how many consumers there are.
	 */
	static int consumers(String queue) {
		return with((channel) -> channel.queueDeclarePassive(queue).getConsumerCount());
	}

	/**
	 * Send texts past chaos.
	 */
	static void publish(String queue, String... texts) {
		with((channel) -> {
			channel.confirmSelect();
			for (String text : texts) {
				BasicProperties properties = new BasicProperties.Builder().contentType("text/plain")
					.messageId(text)
					.deliveryMode(2)
					.build();
				channel.basicPublish("", queue, properties, text.getBytes(StandardCharsets.UTF_8));
			}
			channel.waitForConfirmsOrDie(10_000);
			return texts;
		});
	}

	/**
	 * Return a message that the buffers of the network just take while a broker does not
	 * read.
	 */
	static byte[] fillsBuffers() {
		return new byte[(int) (RabbitBuffer.BYTES - RabbitBuffer.OVERHEAD)];
	}

	/**
	 * Take all messages out of a queue.
	 */
	static List<Taken> drain(String queue) {
		return with((channel) -> {
			List<Taken> taken = new ArrayList<>();
			for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
				taken.add(new Taken(next.getProps(), next.getBody(), next.getEnvelope().isRedeliver()));
			}
			return taken;
		});
	}

	static List<String> drainTexts(String queue) {
		return drain(queue).stream().map(Taken::text).toList();
	}

	private static <T> T with(Action<T> action) {
		ConnectionFactory factory = new ConnectionFactory();
		factory.setHost(RabbitBroker.broker().host());
		factory.setPort(RabbitBroker.broker().port());
		factory.setUsername(RabbitBroker.broker().username());
		factory.setPassword(RabbitBroker.broker().password());
		try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
			return action.on(channel);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Taken(BasicProperties properties, byte[] body, boolean redelivered) {

		String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		@Nullable String mark() {
			return header("chaos-fault");
		}

		@Nullable String header(String name) {
			Map<String, Object> headers = this.properties.getHeaders();
			Object value = (headers != null) ? headers.get(name) : null;
			return (value != null) ? value.toString() : null;
		}

	}

	private interface Action<T> {

		T on(Channel channel) throws Exception;

	}

}
