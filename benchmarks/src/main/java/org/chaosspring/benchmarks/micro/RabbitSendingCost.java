package org.chaosspring.benchmarks.micro;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import org.chaosspring.benchmarks.idle.IdleChannel;
import org.chaosspring.benchmarks.idle.IdleConnectionFactory;
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

import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * What a message costs that is sent to RabbitMQ, and what it costs to take a channel for
 * it. The channel, one for all threads, does nothing.
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

	private final Channel bare = new IdleChannel();

	private final Channel off = off(this.bare);

	private final Channel onWithoutHit = RabbitSeams.around(this.bare, Middlewares.onWithoutHit());

	private final SeedMiddleware seedPort = SeedMiddleware.onWithoutHit(GROUP);

	private final Channel advised = NoopAdvice.around(Channel.class, this.bare);

	private final ConnectionFactory factory = new IdleConnectionFactory(this.bare);

	private final ConnectionFactory viewOff = RabbitSeams.view(this.factory, Middlewares.off());

	private final ConnectionFactory viewOn = RabbitSeams.view(this.factory, Middlewares.onWithoutHit());

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

	/**
	 * Take a channel, as a template does for each message.
	 * @return the channel
	 */
	@Benchmark
	public Channel takeBare() {
		return this.factory.createConnection().createChannel(false);
	}

	/**
	 * Take a channel, with chaos off: it is the client's own.
	 * @return the channel
	 */
	@Benchmark
	public Channel takeOff() {
		return this.viewOff.createConnection().createChannel(false);
	}

	/**
	 * Take a channel, with chaos on: it is wrapped.
	 * @return the channel
	 */
	@Benchmark
	public Channel takeOn() {
		return this.viewOn.createConnection().createChannel(false);
	}

	private Channel publish(Channel channel) throws IOException {
		channel.basicPublish("", "orders", false, this.properties, this.body);
		return channel;
	}

	private static Channel off(Channel channel) {
		ConfigurableChaosMiddleware chaos = Middlewares.onWithoutHit();
		Channel seam = RabbitSeams.around(channel, chaos);
		chaos.disable();
		return seam;
	}

}
