package org.chaosspring.benchmarks.micro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.sun.management.ThreadMXBean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.chaosspring.benchmarks.idle.IdleChannel;
import org.chaosspring.benchmarks.idle.IdleConsumer;
import org.chaosspring.benchmarks.idle.IdleProducer;
import org.chaosspring.benchmarks.idle.KafkaSeams;
import org.chaosspring.benchmarks.idle.Middlewares;
import org.chaosspring.benchmarks.idle.RabbitSeams;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * A message that passes costs no memory, to the byte. What the JVM allocates before it
 * has compiled a seam does not count, so that each is given time until it has.
 */
class AllocationTests {

	private static final int CALLS = 10_000;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void aMessageThatPassesTakesNoMemory(String how, Runnable pass) {
		await().pollInSameThread().pollDelay(Duration.ZERO).atMost(PATIENCE).until(() -> allocatedBy(pass) == 0);
	}

	/**
	 * To count its records by topic, a poll is gone through, and no object is made for
	 * any of them.
	 */
	@Test
	void aPollWhoseRecordsAreCountedTakesLessThanAByteARecord() {
		Runnable poll = listeningToKafka(Middlewares.counting());
		await().pollInSameThread()
			.pollDelay(Duration.ZERO)
			.atMost(PATIENCE)
			.until(() -> allocatedBy(poll) < (long) CALLS * IdleConsumer.RECORDS);
	}

	static Stream<Arguments> aMessageThatPassesTakesNoMemory() {
		ConfigurableChaosMiddleware off = Middlewares.onWithoutHit();
		ConfigurableChaosMiddleware on = Middlewares.onWithoutHit();
		List<Arguments> seams = new ArrayList<>();
		seams.addAll(oneByOne("off", off));
		seams.add(inPolls("off", off));
		seams.addAll(oneByOne("on without a hit", on));
		seams.add(inPolls("on without a hit", on));
		seams.addAll(oneByOne("on and counting", Middlewares.counting()));
		// A channel is only wrapped while chaos is on.
		off.disable();
		return seams.stream();
	}

	private static List<Arguments> oneByOne(String state, ConfigurableChaosMiddleware chaos) {
		return List.of(arguments("sending to Kafka, " + state, sendingToKafka(chaos)),
				arguments("sending to RabbitMQ, " + state, sendingToRabbit(chaos)),
				arguments("listening to RabbitMQ, " + state, listeningToRabbit(chaos)));
	}

	private static Arguments inPolls(String state, ConfigurableChaosMiddleware chaos) {
		return arguments("listening to Kafka, " + state, listeningToKafka(chaos));
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the client does nothing
	private static Runnable sendingToKafka(ConfigurableChaosMiddleware chaos) {
		Producer<String, String> producer = KafkaSeams.around(new IdleProducer(), chaos);
		ProducerRecord<String, String> record = new ProducerRecord<>("orders", "key", "value");
		return () -> producer.send(record, null);
	}

	private static Runnable listeningToKafka(ConfigurableChaosMiddleware chaos) {
		org.apache.kafka.clients.consumer.Consumer<String, String> consumer = KafkaSeams.around(new IdleConsumer(),
				chaos);
		return () -> consumer.poll(Duration.ZERO);
	}

	private static Runnable sendingToRabbit(ConfigurableChaosMiddleware chaos) {
		Channel channel = RabbitSeams.around(new IdleChannel(), chaos);
		BasicProperties properties = new BasicProperties();
		byte[] body = new byte[8];
		return () -> {
			try {
				channel.basicPublish("", "orders", false, properties, body);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	private static Runnable listeningToRabbit(ConfigurableChaosMiddleware chaos) {
		Consumer consumer = RabbitSeams.around(new DefaultConsumer(null), chaos);
		Envelope envelope = new Envelope(1, false, "", "orders");
		BasicProperties properties = new BasicProperties();
		byte[] body = new byte[8];
		return () -> {
			try {
				consumer.handleDelivery("tag", envelope, properties, body);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	private static long allocatedBy(Runnable pass) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < CALLS; i++) {
			pass.run();
		}
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

}
