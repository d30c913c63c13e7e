package org.chaosspring.benchmarks.micro;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.chaosspring.benchmarks.idle.IdleProducer;
import org.chaosspring.benchmarks.idle.KafkaSeams;
import org.chaosspring.benchmarks.idle.Middlewares;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message costs that is sent to Kafka. The producer, one for all threads, does
 * nothing.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar '\.MessageCost' -prof gc -t 1
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageCost {

	private static final String GROUP = "producer";

	private final ProducerRecord<String, String> record = new ProducerRecord<>("orders", "key", "value");

	private final Producer<String, String> bare = new IdleProducer();

	private final Producer<String, String> off = KafkaSeams.around(this.bare, Middlewares.off());

	private final Producer<String, String> onWithoutHit = KafkaSeams.around(this.bare, Middlewares.onWithoutHit());

	private final Producer<String, String> advised = advised(this.bare);

	private final SeedMiddleware seedPort = SeedMiddleware.onWithoutHit(GROUP);

	/**
	 * The client alone.
	 * @return what it answers
	 */
	@Benchmark
	public Future<RecordMetadata> bare() {
		return this.bare.send(this.record, null);
	}

	/**
	 * Through the seam, with chaos off.
	 * @return what the client answers
	 */
	@Benchmark
	public Future<RecordMetadata> off() {
		return this.off.send(this.record, null);
	}

	/**
	 * Through the seam, with chaos on and a failure rate of zero.
	 * @return what the client answers
	 */
	@Benchmark
	public Future<RecordMetadata> onWithoutHit() {
		return this.onWithoutHit.send(this.record, null);
	}

	/**
	 * The client behind the middleware from which the idea comes, on, with a failure rate
	 * of zero.
	 * @return what the client answers
	 */
	@Benchmark
	public Future<RecordMetadata> seedPort() {
		if (this.seedPort.shouldInjectChaos(GROUP)) {
			throw new IllegalStateException("chaos-induced failure");
		}
		return this.bare.send(this.record, null);
	}

	/**
	 * The client behind advice that only proceeds.
	 * @return what the client answers
	 */
	@Benchmark
	public Future<RecordMetadata> noopAdvice() {
		return this.advised.send(this.record, null);
	}

	@SuppressWarnings("unchecked")
	private static Producer<String, String> advised(Producer<String, String> producer) {
		return NoopAdvice.around(Producer.class, producer);
	}

}
