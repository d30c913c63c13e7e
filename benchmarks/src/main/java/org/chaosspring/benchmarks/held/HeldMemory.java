package org.chaosspring.benchmarks.held;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.chaosspring.benchmarks.idle.IdleChannel;
import org.chaosspring.benchmarks.idle.IdleProducer;
import org.chaosspring.benchmarks.idle.KafkaSeams;
import org.chaosspring.benchmarks.idle.Middlewares;
import org.chaosspring.benchmarks.idle.RabbitSeams;
import org.chaosspring.benchmarks.report.Bound;
import org.chaosspring.benchmarks.report.Figures;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.InjectionPoint;

/**
 * How many bytes a message takes while it is held back, beyond the message itself.
 */
final class HeldMemory {

	private static final Bound BOUND = Bound.atMost(200);

	private static final InjectionPoint POINT = new InjectionPoint("kafka", Direction.PRODUCE, "held");

	private static final Duration LONG = Duration.ofHours(1);

	private static final int KEYS = 10_000;

	private final Figures figures;

	private final int messages;

	HeldMemory(Figures figures, int messages) {
		this.figures = figures;
		this.messages = messages;
	}

	void measure() {
		engine();
		kafka();
		rabbit();
	}

	private void engine() {
		List<Integer> contents = objects(Integer::valueOf);
		List<String> keys = objects((i) -> "key-" + i);
		measure("delayed, engine, each with a key of its own", (chaos) -> {
			HeldMessages<Integer> held = chaos.injector().hold((any) -> POINT, (any) -> {
			}, (any) -> 0);
			contents.forEach((content) -> held.hold(content, keys.get(content), LONG));
		});
		Effect.Reordering window = new Effect.Reordering(this.messages, LONG, 0);
		measure("reordered, engine, windows of 10,000 keys", (chaos) -> {
			HeldMessages<Integer> held = chaos.injector().hold((any) -> POINT, (any) -> {
			}, (any) -> 0);
			contents.forEach((content) -> held.reorder(content, keys.get(content % KEYS), window));
		});
	}

	private void kafka() {
		List<ProducerRecord<String, String>> ownKeys = objects(
				(i) -> new ProducerRecord<>("orders", null, 0L, "key-" + i, "value"));
		measure("delayed, Kafka, each with a key of its own", (chaos) -> {
			Producer<String, String> producer = KafkaSeams.around(new IdleProducer(), chaos);
			ownKeys.forEach((record) -> send(producer, record));
		});
		List<ProducerRecord<String, String>> sharedKeys = objects(
				(i) -> new ProducerRecord<>("orders", null, 0L, "key-" + i % KEYS, "value"));
		measure("delayed, Kafka, 10,000 keys", (chaos) -> {
			Producer<String, String> producer = KafkaSeams.around(new IdleProducer(), chaos);
			sharedKeys.forEach((record) -> send(producer, record));
		});
	}

	@SuppressWarnings("FutureReturnValueIgnored") // it is held back for an hour
	private static void send(Producer<String, String> producer, ProducerRecord<String, String> record) {
		producer.send(record);
	}

	private void rabbit() {
		List<byte[]> bodies = objects((i) -> new byte[8]);
		BasicProperties properties = new BasicProperties();
		measure("delayed, RabbitMQ", (chaos) -> {
			Channel channel = RabbitSeams.around(new IdleChannel(), chaos);
			bodies.forEach((body) -> publish(channel, properties, body));
		});
	}

	private static void publish(Channel channel, BasicProperties properties, byte[] body) {
		try {
			channel.basicPublish("orders", "key", false, properties, body);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void measure(String name, Holder holder) {
		ConfigurableChaosMiddleware chaos = Middlewares.hittingAll("network-delay",
				Map.of("delay", LONG.toMillis() + "ms"));
		long before = Heap.reachable();
		holder.hold(chaos);
		long taken = Heap.reachable() - before;
		if (chaos.held() != this.messages) {
			throw new IllegalStateException("Held are " + chaos.held());
		}
		this.figures.add("Held messages", name, "B", (double) taken / this.messages, BOUND);
		chaos.close();
	}

	private <T> List<T> objects(IntFunction<T> made) {
		return IntStream.range(0, this.messages).mapToObj(made).toList();
	}

	/**
	 * Has messages held back.
	 */
	private interface Holder {

		void hold(ConfigurableChaosMiddleware chaos);

	}

}
