package org.chaosspring.benchmarks.micro;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import org.chaosspring.benchmarks.idle.IdleConnectionFactory;
import org.chaosspring.benchmarks.idle.Middlewares;
import org.chaosspring.benchmarks.idle.RabbitSeams;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * What a message costs that is sent to RabbitMQ, with a channel taken for it as templates
 * do. The channel does nothing.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar RabbitSendingCost -prof gc -t 1
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RabbitSendingCost {

	private static final String GROUP = "producer";

	private final BasicProperties properties = new BasicProperties();

	private final byte[] body = new byte[8];

	private final ConnectionFactory bare = new IdleConnectionFactory();

	private final ConnectionFactory off = RabbitSeams.around(this.bare, Middlewares.off());

	private final ConnectionFactory onWithoutHit = RabbitSeams.around(this.bare, Middlewares.onWithoutHit());

	private final SeedMiddleware seedPort = SeedMiddleware.onWithoutHit(GROUP);

	private final ConnectionFactory advised = NoopAdvice.around(ConnectionFactory.class, this.bare);

	/**
	 * The client alone.
	 * @return the channel
	 * @throws IOException never
	 */
	@Benchmark
	public Channel bare() throws IOException {
		return publish(this.bare);
	}

	/**
	 * Through the seam, with chaos off.
	 * @return the channel
	 * @throws IOException never
	 */
	@Benchmark
	public Channel off() throws IOException {
		return publish(this.off);
	}

	/**
	 * Through the seam, with chaos on and a failure rate of zero.
	 * @return the channel
	 * @throws IOException never
	 */
	@Benchmark
	public Channel onWithoutHit() throws IOException {
		return publish(this.onWithoutHit);
	}

	/**
	 * The client behind the middleware from which the idea comes, on, with a failure rate
	 * of zero.
	 * @return the channel
	 * @throws IOException never
	 */
	@Benchmark
	public Channel seedPort() throws IOException {
		if (this.seedPort.shouldInjectChaos(GROUP)) {
			throw new IllegalStateException("chaos-induced failure");
		}
		return publish(this.bare);
	}

	/**
	 * The client behind advice that only proceeds.
	 * @return the channel
	 * @throws IOException never
	 */
	@Benchmark
	public Channel noopAdvice() throws IOException {
		return publish(this.advised);
	}

	private Channel publish(ConnectionFactory factory) throws IOException {
		Channel channel = factory.createConnection().createChannel(false);
		channel.basicPublish("", "orders", false, this.properties, this.body);
		return channel;
	}

}
