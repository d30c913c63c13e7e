package org.chaosspring.rabbit;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;

/**
 * The network between one connection factory of the application and its brokers: breaks
 * connections off when an outage begins. A connection that somebody uses who is not meant
 * stays; then those who are meant lose their channels.
 */
final class RabbitNetwork implements ConnectionListener {

	/**
	 * How long a change of plan waits for connections to break off.
	 */
	private static final Duration BREAK_OFF_LIMIT = Duration.ofSeconds(1);

	private final Supplier<Injector> chaos;

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	/**
	 * Held weakly, as listener containers may come and go.
	 */
	private final List<WeakReference<RabbitConnectionFactoryView>> users = new CopyOnWriteArrayList<>();

	private final Map<com.rabbitmq.client.Connection, RabbitBuffer> blocked = new ConcurrentHashMap<>();

	private final RabbitOpenedChannels opened = new RabbitOpenedChannels(this.blocked::containsKey);

	private final AtomicBoolean observing = new AtomicBoolean();

	RabbitNetwork(Supplier<Injector> chaos) {
		this.chaos = chaos;
	}

	RabbitOpenedChannels opened() {
		return this.opened;
	}

	/**
	 * Take note of somebody who uses the connections, once.
	 */
	void join(RabbitConnectionFactoryView user) {
		this.users.removeIf((known) -> known.get() == null);
		this.users.add(new WeakReference<>(user));
	}

	private Stream<RabbitConnectionFactoryView> usersAtWork() {
		return this.users.stream()
			.flatMap((user) -> Stream.ofNullable(user.get()))
			.filter(RabbitConnectionFactoryView::isInUse);
	}

	@Override
	public void onCreate(@Nullable Connection connection) {
		this.connections.removeIf((known) -> !known.isOpen());
		if (connection != null) {
			this.connections.add(connection);
		}
		if (this.observing.compareAndSet(false, true)) {
			this.chaos.get().addPlanObserver(this::lookAtPlan);
		}
	}

	@Override
	public void onClose(Connection connection) {
		this.connections.remove(connection);
	}

	/**
	 * End what the last plan began, and look for connections that are cut off. Nobody
	 * shall see one break off after the outage is over; still, closing a socket must not
	 * hold up a change of plan for long.
	 */
	private void lookAtPlan() {
		unblock();
		if (usersAtWork().anyMatch(this::isCutOff)) {
			Thread breaking = RabbitThreads.start("chaos-break-off", this::breakOff);
			try {
				breaking.join(BREAK_OFF_LIMIT.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Have the client think that the broker takes no more messages, until the plan
	 * changes.
	 * @return what the network takes meanwhile
	 */
	RabbitBuffer block(com.rabbitmq.client.Connection connection) {
		RabbitBuffer empty = new RabbitBuffer();
		RabbitBuffer known = this.blocked.putIfAbsent(connection, empty);
		if (known != null) {
			return known;
		}
		RabbitAlarms.raise(connection);
		return empty;
	}

	/**
	 * Return what the network takes of a connection that is blocked.
	 * @return {@code null} if it is not
	 */
	@Nullable RabbitBuffer buffer(com.rabbitmq.client.Connection connection) {
		return this.blocked.get(connection);
	}

	private void unblock() {
		for (com.rabbitmq.client.Connection connection : List.copyOf(this.blocked.keySet())) {
			RabbitBuffer buffer = this.blocked.remove(connection);
			if (buffer != null) {
				buffer.read();
				RabbitAlarms.clear(connection);
			}
		}
		this.opened.clear();
	}

	private boolean isCutOff(RabbitConnectionFactoryView user) {
		return this.connections.stream().anyMatch((connection) -> user.reach().isCutOff(connection.getDelegate()));
	}

	private void breakOff() {
		for (Connection connection : this.connections) {
			com.rabbitmq.client.Connection client = connection.getDelegate();
			if (client == null || !client.isOpen()) {
				continue;
			}
			List<RabbitConnectionFactoryView> inUse = usersAtWork().toList();
			List<RabbitConnectionFactoryView> cutOff = inUse.stream()
				.filter((user) -> user.reach().isCutOff(client))
				.toList();
			if (cutOff.size() < inUse.size()) {
				cutOff.forEach(RabbitConnectionFactoryView::breakOff);
			}
			else if (!cutOff.isEmpty()) {
				breakOff(client, cutOff.get(0));
			}
		}
	}

	private void breakOff(com.rabbitmq.client.Connection client, RabbitConnectionFactoryView user) {
		try {
			CountDownLatch noticed = new CountDownLatch(1);
			client.addShutdownListener((signal) -> noticed.countDown());
			if (user.reach().isStopped(client)) {
				RabbitNodes.stop(client);
			}
			else {
				RabbitNodes.breakOff(client);
			}
			if (!noticed.await(BREAK_OFF_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
				client.abort((int) BREAK_OFF_LIMIT.toMillis());
			}
		}
		catch (IOException | RuntimeException ex) {
			this.chaos.get().reportFailure(user.reach().point(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
