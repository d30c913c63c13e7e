package org.chaosspring.rabbit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Method;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.Downtime;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * What the channels have in common that one template, transaction manager or listener
 * container sends through.
 */
final class RabbitProducerOrigin implements RabbitOrigin {

	static final String BROKER = "rabbit";

	private final ConnectionFactory factory;

	private final Supplier<Injector> chaos;

	private final Supplier<String> name;

	private final @Nullable RabbitTemplate template;

	private final RabbitNetwork network;

	private final SingletonSupplier<InjectionPoint> point;

	private final SingletonSupplier<HeldMessages<RabbitSend>> held;

	private final ReentrantLock lock = new ReentrantLock();

	private final Downtime downtime = new Downtime();

	private @Nullable Connection lateConnection;

	private volatile @Nullable Channel lateChannel;

	private final AtomicBoolean closingLateChannel = new AtomicBoolean();

	/**
	 * Create an origin.
	 * @param factory the application's own connection factory
	 * @param chaos the middleware, not asked for before the first channel
	 * @param name the name of the injection point, likewise
	 * @param template the template that hears confirms and returns, if it is one's
	 * @param network leads to the broker
	 */
	RabbitProducerOrigin(ConnectionFactory factory, Supplier<Injector> chaos, Supplier<String> name,
			@Nullable RabbitTemplate template, RabbitNetwork network) {
		this.factory = factory;
		this.network = network;
		this.chaos = chaos;
		this.name = name;
		this.template = template;
		this.point = SingletonSupplier.of(() -> new InjectionPoint(BROKER, Direction.PRODUCE, name.get()));
		this.held = SingletonSupplier
			.of(() -> chaos.get().hold(RabbitSend::point, RabbitSend::release, RabbitSend::size));
	}

	/**
	 * Return the same for another connection factory, such as the publisher's own.
	 */
	RabbitProducerOrigin on(ConnectionFactory other) {
		return new RabbitProducerOrigin(other, this.chaos, this.name, this.template, this.network);
	}

	/**
	 * Return how far this or what shares its connections reaches.
	 */
	RabbitReach reachOf(RabbitOrigin origin) {
		return new RabbitReach(this.chaos, origin);
	}

	RabbitNetwork network() {
		return this.network;
	}

	ConnectionFactory factory() {
		return this.factory;
	}

	Injector chaos() {
		return this.chaos.get();
	}

	/**
	 * Wait for an answer of a broker that first has to read what was sent before.
	 * @param buffer what was sent before
	 * @param channel asks the broker
	 * @param request what it asks
	 * @throws ChannelContinuationTimeoutException if that takes longer than the client
	 * waits
	 */
	void awaitAnswer(RabbitBuffer buffer, Channel channel, Method request) throws IOException {
		try {
			if (!buffer.awaitEmpty(rpcTimeout())) {
				throw new ChannelContinuationTimeoutException(new TimeoutException(), channel,
						channel.getChannelNumber(), request);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while waiting for the broker");
		}
	}

	/**
	 * Return how long the client waits for the broker to do something.
	 * @return a time in milliseconds, zero for as long as it takes
	 */
	private long rpcTimeout() {
		return (this.factory instanceof AbstractConnectionFactory known)
				? chaos().scaled(Duration.ofMillis(known.getRabbitConnectionFactory().getChannelRpcTimeout()))
					.toMillis()
				: 0;
	}

	String name() {
		return this.name.get();
	}

	@Override
	public InjectionPoint point() {
		return this.point.obtain();
	}

	@Override
	public Collection<String> queues() {
		return List.of("");
	}

	/**
	 * Return what is held back outside of transactions.
	 */
	HeldMessages<RabbitSend> held() {
		return this.held.obtain();
	}

	/**
	 * Have the template hear of confirms and returns of a channel.
	 */
	void listenTo(Channel channel) {
		if (this.template != null && (this.factory.isPublisherConfirms() || this.factory.isPublisherReturns())) {
			this.template.addListener(channel);
		}
	}

	/**
	 * Write what was held back longer than its own channel was in use. All such messages
	 * take the same channel, so that they arrive in the order in which they leave.
	 */
	void writeLate(RabbitSend send) throws IOException {
		this.lock.lock();
		try {
			Channel channel = this.lateChannel;
			if (channel == null || !channel.isOpen()) {
				channel = openLateChannel();
			}
			send.writeTo(channel, null);
		}
		finally {
			this.lock.unlock();
		}
	}

	private Channel openLateChannel() {
		closeLateChannel();
		Connection connection = this.factory.createConnection();
		Channel channel = connection.createChannel(false);
		listenTo(channel);
		this.lateConnection = connection;
		this.lateChannel = channel;
		return channel;
	}

	/**
	 * Let the channel for late messages go after the last one.
	 */
	void afterLate() {
		if (this.lateChannel != null && held().size() == 0 && this.closingLateChannel.compareAndSet(false, true)) {
			chaos().later(this::closeLateChannel);
		}
	}

	/**
	 * Close the channel for good: in the cache, a sender on one thread would take turns
	 * between it and its own, and lose its order.
	 */
	private void closeLateChannel() {
		this.lock.lock();
		try {
			this.closingLateChannel.set(false);
			Channel channel = this.lateChannel;
			if (channel != null) {
				RabbitUtils.setPhysicalCloseRequired(channel, true);
				RabbitUtils.closeChannel(channel);
			}
			RabbitUtils.closeConnection(this.lateConnection);
			this.lateChannel = null;
			this.lateConnection = null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return when the connections of the factory are cut, and senders wait.
	 */
	Downtime downtime() {
		return this.downtime;
	}

	/**
	 * Cut the connections of the factory, which makes new ones when they are needed.
	 * @param waiting waits before the senders go on
	 */
	void restart(Runnable waiting) {
		this.downtime.during(() -> {
			this.factory.resetConnection();
			waiting.run();
		});
	}

}
