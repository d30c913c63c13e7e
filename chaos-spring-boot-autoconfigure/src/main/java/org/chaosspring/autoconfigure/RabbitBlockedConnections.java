package org.chaosspring.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.rabbitmq.client.BlockedListener;
import org.chaosspring.rabbit.RabbitAlarms;
import org.chaosspring.safety.HaltCondition;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Halts when RabbitMQ blocks a connection of the application, as it does when it runs out
 * of memory or disk. Listens to the connections themselves, so that what chaos imitates
 * does not count.
 */
final class RabbitBlockedConnections implements HaltCondition, SmartInitializingSingleton, ConnectionListener {

	private final ListableBeanFactory beanFactory;

	private final boolean wanted;

	private final Set<ConnectionFactory> known = ConcurrentHashMap.newKeySet();

	private final Map<Connection, String> blocked = new ConcurrentHashMap<>();

	RabbitBlockedConnections(ListableBeanFactory beanFactory, boolean wanted) {
		this.beanFactory = beanFactory;
		this.wanted = wanted;
	}

	@Override
	public String name() {
		return "blocked-connection";
	}

	@Override
	public void afterSingletonsInstantiated() {
		listen(false);
	}

	@Override
	public void begin() {
		listen(true);
	}

	private void listen(boolean alsoToLazyOnes) {
		if (this.wanted) {
			for (ConnectionFactory factory : this.beanFactory
				.getBeansOfType(ConnectionFactory.class, false, alsoToLazyOnes)
				.values()) {
				if (this.known.add(factory)) {
					factory.addConnectionListener(this);
				}
			}
		}
	}

	@Override
	public void onCreate(@Nullable Connection connection) {
		if (connection != null) {
			connection.addBlockedListener(listener(connection));
		}
	}

	private BlockedListener listener(Connection connection) {
		return new BlockedListener() {

			@Override
			public void handleBlocked(String reason) {
				// Chaos must not stop because of itself.
				if (!RabbitAlarms.areByChaos()) {
					RabbitBlockedConnections.this.blocked.put(connection, reason);
				}
			}

			@Override
			public void handleUnblocked() {
				if (!RabbitAlarms.areByChaos()) {
					RabbitBlockedConnections.this.blocked.remove(connection);
				}
			}

		};
	}

	@Override
	public void onClose(Connection connection) {
		this.blocked.remove(connection);
	}

	@Override
	public @Nullable String check() {
		return this.blocked.values()
			.stream()
			.findFirst()
			.map((reason) -> "RabbitMQ blocks a connection: " + reason)
			.orElse(null);
	}

}
