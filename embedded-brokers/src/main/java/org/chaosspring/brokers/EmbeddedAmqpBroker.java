package org.chaosspring.brokers;

import java.net.URL;
import java.util.Map;

import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.configuration.IllegalConfigurationException;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/**
 * A broker for AMQP 0-9-1 inside this JVM, to be used with RabbitMQ clients. Enough for a
 * demo; what RabbitMQ adds to the protocol, such as dead letter exchanges, time to live,
 * quorum queues and direct replies, it does not know. Arguments that ask for it are
 * ignored.
 */
public final class EmbeddedAmqpBroker implements AutoCloseable {

	private static final String USER = "guest";

	private final SystemLauncher launcher;

	private final int port;

	private EmbeddedAmqpBroker(SystemLauncher launcher, int port) {
		this.launcher = launcher;
		this.port = port;
	}

	/**
	 * Start a broker on a free port.
	 * @return the running broker
	 */
	public static EmbeddedAmqpBroker start() {
		return start(AmqpPort.free());
	}

	/**
	 * Start a broker.
	 * @param port the port
	 * @return the running broker
	 */
	public static EmbeddedAmqpBroker start(int port) {
		@Nullable URL configuration = EmbeddedAmqpBroker.class.getResource("/embedded-amqp-broker.json");
		if (configuration == null) {
			throw new IllegalConfigurationException("The configuration of the broker is missing");
		}
		SystemLauncher launcher = new SystemLauncher();
		return Blocking.call("start the AMQP broker", () -> {
			launcher.startup(Map.of(SystemConfig.TYPE, "Memory", SystemConfig.INITIAL_CONFIGURATION_LOCATION,
					configuration.toExternalForm(), SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false,
					SystemConfig.CONTEXT, Map.of("chaos.amqp.port", Integer.toString(port),
							"queue.behaviourOnUnknownDeclareArgument", "IGNORE")));
			AmqpPort.awaitAnswer("localhost", port);
			return new EmbeddedAmqpBroker(launcher, port);
		});
	}

	/**
	 * Return the port.
	 * @return the number
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Return the address.
	 * @return host and port, as in {@code spring.rabbitmq.addresses}
	 */
	public String address() {
		return "localhost:" + this.port;
	}

	/**
	 * Return the name of the user.
	 * @return the name
	 */
	public String username() {
		return USER;
	}

	/**
	 * Return the password of the user.
	 * @return the password
	 */
	public String password() {
		return USER;
	}

	@Override
	public void close() {
		try {
			this.launcher.shutdown();
		}
		catch (IllegalStateException ex) {
			// Ended already: when the JVM ends, the broker does not wait for us.
		}
	}

}
