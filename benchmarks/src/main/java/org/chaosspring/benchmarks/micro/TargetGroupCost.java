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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the number of target groups costs a message that is sent to Kafka: each one is a
 * candidate, so that its group is looked up, but there is no behavior to hit it with.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar TargetGroupCost -prof gc -t 1
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TargetGroupCost {

	/**
	 * How many groups are configured and targeted.
	 */
	@Param({ "1", "100", "10000" })
	public int groups;

	private final ProducerRecord<String, String> record = new ProducerRecord<>("orders", "key", "value");

	private Producer<String, String> lookingUp = new IdleProducer();

	/**
	 * Put the producer behind the seam.
	 */
	@Setup
	public void target() {
		this.lookingUp = KafkaSeams.around(this.lookingUp, Middlewares.lookingUp(this.groups, this.record.topic()));
	}

	/**
	 * Through the seam, with chaos on and a failure rate of one.
	 * @return what the client answers
	 */
	@Benchmark
	public Future<RecordMetadata> lookUp() {
		return this.lookingUp.send(this.record, null);
	}

}
