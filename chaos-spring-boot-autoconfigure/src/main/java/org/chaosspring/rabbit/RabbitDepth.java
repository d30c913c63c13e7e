package org.chaosspring.rabbit;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.amqp.core.QueueInformation;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

/**
 * Asks RabbitMQ how many messages wait in queues, by a channel of its own that chaos does
 * not touch.
 */
public final class RabbitDepth {

	private final Supplier<ConnectionFactory> factory;

	private final Supplier<Collection<String>> queues;

	/**
	 * Create a depth.
	 * @param factory opens the channel
	 * @param queues the names of the queues to ask for
	 */
	public RabbitDepth(Supplier<ConnectionFactory> factory, Supplier<Collection<String>> queues) {
		this.factory = factory;
		this.queues = queues;
	}

	/**
	 * Ask how many messages are ready in each queue, without those that a consumer has
	 * and has not settled. A queue that does not exist is left out.
	 * @return one element for each queue
	 */
	public List<Depth> read() {
		RabbitAdmin admin = new RabbitAdmin(this.factory.get());
		return this.queues.get()
			.stream()
			.flatMap((queue) -> Stream.ofNullable(admin.getQueueInfo(queue)))
			.map(Depth::of)
			.toList();
	}

	/**
	 * How many messages wait in a queue.
	 *
	 * @param queue its name
	 * @param messages how many messages are ready
	 */
	public record Depth(String queue, long messages) {

		private static Depth of(QueueInformation information) {
			return new Depth(information.getName(), information.getMessageCount());
		}

	}

}
