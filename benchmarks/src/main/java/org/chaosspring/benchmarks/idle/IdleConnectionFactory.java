package org.chaosspring.benchmarks.idle;

import java.lang.reflect.Proxy;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;

import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;

/**
 * A connection factory with one connection, which has one channel.
 */
public final class IdleConnectionFactory implements ConnectionFactory {

	private final Connection connection;

	/**
	 * Create a connection factory.
	 * @param channel its one channel
	 */
	public IdleConnectionFactory(Channel channel) {
		this.connection = new IdleConnection(channel);
	}

	@Override
	public Connection createConnection() {
		return this.connection;
	}

	@Override
	public String getHost() {
		return "localhost";
	}

	@Override
	public int getPort() {
		return 0;
	}

	@Override
	public String getVirtualHost() {
		return "/";
	}

	@Override
	public String getUsername() {
		return "guest";
	}

	@Override
	public void addConnectionListener(ConnectionListener listener) {
		// Nothing ever happens.
	}

	@Override
	public boolean removeConnectionListener(ConnectionListener listener) {
		return false;
	}

	@Override
	public void clearConnectionListeners() {
		// There are none.
	}

	/**
	 * The one connection.
	 *
	 * @param channel its one channel
	 */
	private record IdleConnection(Channel channel) implements Connection {

		private static final com.rabbitmq.client.Connection NO_CLIENT = (com.rabbitmq.client.Connection) Proxy
			.newProxyInstance(IdleConnection.class.getClassLoader(),
					new Class<?>[] { com.rabbitmq.client.Connection.class }, (proxy, method, arguments) -> {
						throw new UnsupportedOperationException("There is no client behind an idle connection");
					});

		@Override
		public Channel createChannel(boolean transactional) {
			return this.channel;
		}

		@Override
		public void close() {
			// It is there for all.
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public int getLocalPort() {
			return 0;
		}

		@Override
		public void addBlockedListener(BlockedListener listener) {
			// Nothing ever blocks.
		}

		@Override
		public boolean removeBlockedListener(BlockedListener listener) {
			return false;
		}

		@Override
		public com.rabbitmq.client.Connection getDelegate() {
			return NO_CLIENT;
		}

	}

}
