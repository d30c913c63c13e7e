package org.chaosspring.benchmarks.micro;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.chaosspring.benchmarks.idle.IdleConsumer;
import org.chaosspring.benchmarks.idle.KafkaSeams;
import org.chaosspring.benchmarks.idle.Middlewares;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.kafka.listener.MessageListener;

/**
 * What a message costs that comes from Kafka. The consumer, one for each thread, polls
 * the same records again and again, and the listener does nothing.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar KafkaListeningCost -prof gc -t 1
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OperationsPerInvocation(IdleConsumer.RECORDS)
public class KafkaListeningCost {

	private static final String GROUP = "consumer";

	private static final ConfigurableChaosMiddleware OFF = Middlewares.off();

	private static final ConfigurableChaosMiddleware ON = Middlewares.onWithoutHit();

	private static final SeedMiddleware SEED_PORT = SeedMiddleware.onWithoutHit(GROUP);

	private final Consumer<String, String> bare = new IdleConsumer();

	private final Consumer<String, String> off = KafkaSeams.around(this.bare, OFF);

	private final Consumer<String, String> onWithoutHit = KafkaSeams.around(this.bare, ON);

	private final SeedMiddleware seedPort = SEED_PORT;

	private final MessageListener<String, String> listener = (record) -> this.listened += record.offset();

	private final MessageListener<String, String> advised = advised(this.listener);

	private long listened;

	/**
	 * The client alone.
	 * @return what the listener made of it
	 */
	@Benchmark
	public long bare() {
		return pollAndListen(this.bare, this.listener);
	}

	/**
	 * Through the seam, with chaos off.
	 * @return what the listener made of it
	 */
	@Benchmark
	public long off() {
		return pollAndListen(this.off, this.listener);
	}

	/**
	 * Through the seam, with chaos on and a failure rate of zero.
	 * @return what the listener made of it
	 */
	@Benchmark
	public long onWithoutHit() {
		return pollAndListen(this.onWithoutHit, this.listener);
	}

	/**
	 * The client, and the listener behind the middleware from which the idea comes, on,
	 * with a failure rate of zero.
	 * @return what the listener made of it
	 */
	@Benchmark
	public long seedPort() {
		List<ConsumerRecord<String, String>> records = poll(this.bare);
		for (int i = 0; i < records.size(); i++) {
			if (this.seedPort.shouldInjectChaos(GROUP)) {
				throw new IllegalStateException("chaos-induced failure");
			}
			this.listener.onMessage(records.get(i));
		}
		return this.listened;
	}

	/**
	 * The client, and the listener behind advice that only proceeds.
	 * @return what the listener made of it
	 */
	@Benchmark
	public long noopAdvice() {
		return pollAndListen(this.bare, this.advised);
	}

	private long pollAndListen(Consumer<String, String> consumer, MessageListener<String, String> listener) {
		List<ConsumerRecord<String, String>> records = poll(consumer);
		for (int i = 0; i < records.size(); i++) {
			listener.onMessage(records.get(i));
		}
		return this.listened;
	}

	/**
	 * Poll, and go through the records by number: what an iterator allocates depends on
	 * how the JVM compiles the loop, and says nothing about the seam.
	 */
	private static List<ConsumerRecord<String, String>> poll(Consumer<String, String> consumer) {
		return consumer.poll(Duration.ZERO).records(IdleConsumer.PARTITION);
	}

	@SuppressWarnings("unchecked")
	private static MessageListener<String, String> advised(MessageListener<String, String> listener) {
		return NoopAdvice.around(MessageListener.class, listener);
	}

}
