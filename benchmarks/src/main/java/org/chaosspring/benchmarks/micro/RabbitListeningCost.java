package org.chaosspring.benchmarks.micro;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import org.chaosspring.benchmarks.idle.Middlewares;
import org.chaosspring.benchmarks.idle.RabbitSeams;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
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
 * What a message costs that comes from RabbitMQ, from the client to the consumer of the
 * listener container, one for each thread.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar RabbitListeningCost -prof gc -t 1
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RabbitListeningCost {

	private static final String GROUP = "consumer";

	private static final ConfigurableChaosMiddleware OFF = Middlewares.off();

	private static final ConfigurableChaosMiddleware ON = Middlewares.onWithoutHit();

	private static final SeedMiddleware SEED_PORT = SeedMiddleware.onWithoutHit(GROUP);

	private final CountingConsumer counting = new CountingConsumer();

	private final Consumer bare = this.counting;

	private final Consumer off = RabbitSeams.around(this.bare, OFF);

	private final Consumer onWithoutHit = RabbitSeams.around(this.bare, ON);

	private final SeedMiddleware seedPort = SEED_PORT;

	private final Consumer advised = NoopAdvice.around(Consumer.class, this.bare);

	private final Envelope envelope = new Envelope(1, false, "", "orders");

	private final BasicProperties properties = new BasicProperties();

	private final byte[] body = new byte[8];

	/**
	 * The client alone.
	 * @return how many messages were delivered
	 * @throws IOException never
	 */
	@Benchmark
	public long bare() throws IOException {
		return deliver(this.bare);
	}

	/**
	 * Through the seam, with chaos off.
	 * @return how many messages were delivered
	 * @throws IOException never
	 */
	@Benchmark
	public long off() throws IOException {
		return deliver(this.off);
	}

	/**
	 * Through the seam, with chaos on and a failure rate of zero.
	 * @return how many messages were delivered
	 * @throws IOException never
	 */
	@Benchmark
	public long onWithoutHit() throws IOException {
		return deliver(this.onWithoutHit);
	}

	/**
	 * The client, and the consumer behind the middleware from which the idea comes, on,
	 * with a failure rate of zero.
	 * @return how many messages were delivered
	 * @throws IOException never
	 */
	@Benchmark
	public long seedPort() throws IOException {
		if (this.seedPort.shouldInjectChaos(GROUP)) {
			throw new IllegalStateException("chaos-induced failure");
		}
		return deliver(this.bare);
	}

	/**
	 * The client, and the consumer behind advice that only proceeds.
	 * @return how many messages were delivered
	 * @throws IOException never
	 */
	@Benchmark
	public long noopAdvice() throws IOException {
		return deliver(this.advised);
	}

	private long deliver(Consumer consumer) throws IOException {
		consumer.handleDelivery("tag", this.envelope, this.properties, this.body);
		return this.counting.delivered;
	}

	/**
	 * A consumer that only counts.
	 */
	private static final class CountingConsumer extends DefaultConsumer {

		private long delivered;

		CountingConsumer() {
			super(null);
		}

		@Override
		public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
			this.delivered++;
		}

	}

}
