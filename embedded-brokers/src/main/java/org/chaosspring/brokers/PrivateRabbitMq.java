package org.chaosspring.brokers;

import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A real RabbitMQ for tests: one at an address that is given, else the one installed on
 * this machine, started for us alone on free ports, else one in a container.
 */
public final class PrivateRabbitMq implements AutoCloseable {

	/**
	 * The system property that holds an address, such as
	 * {@code amqp://guest:guest@localhost:5672}.
	 */
	public static final String ADDRESS_PROPERTY = "rabbitmq.address";

	/**
	 * The environment variable that holds an address.
	 */
	public static final String ADDRESS_VARIABLE = "RABBITMQ_ADDRESS";

	private final URI address;

	private final Predicate<String[]> control;

	private final @Nullable Runnable restart;

	private final Runnable stop;

	private PrivateRabbitMq(URI address, Predicate<String[]> control, @Nullable Runnable restart, Runnable stop) {
		this.address = address;
		this.control = control;
		this.restart = restart;
		this.stop = stop;
	}

	/**
	 * Start a RabbitMQ, or use the one whose address is given.
	 * @return the running broker, or nothing if there is none to be had
	 */
	public static Optional<PrivateRabbitMq> start() {
		return Stream
			.<Supplier<Optional<PrivateRabbitMq>>>of(PrivateRabbitMq::given, InstalledRabbitMq::start,
					ContainedRabbitMq::start)
			.map(Supplier::get)
			.flatMap(Optional::stream)
			.findFirst();
	}

	/**
	 * Return whether {@link #start()} will find one.
	 * @return whether an address is given, RabbitMQ is installed, or containers can be
	 * run
	 */
	public static boolean isAvailable() {
		return givenAddress().isPresent() || InstalledRabbitMq.isAvailable() || ContainedRabbitMq.isAvailable();
	}

	private static Optional<PrivateRabbitMq> given() {
		return givenAddress().map(URI::create).map((address) -> {
			PrivateRabbitMq broker = new PrivateRabbitMq(address, (any) -> false, null, () -> {
			});
			AmqpPort.awaitAnswer(broker.host(), broker.port());
			return broker;
		});
	}

	private static Optional<String> givenAddress() {
		String property = System.getProperty(ADDRESS_PROPERTY);
		return Optional.ofNullable((property != null) ? property : System.getenv(ADDRESS_VARIABLE))
			.filter((address) -> !address.isBlank());
	}

	static PrivateRabbitMq onLocalPort(int port, Predicate<String[]> control, @Nullable Runnable restart,
			Runnable stop) {
		return new PrivateRabbitMq(URI.create("amqp://guest:guest@localhost:" + port), control, restart, stop);
	}

	/**
	 * Return whether the broker can be restarted: only one that is installed on this
	 * machine, and started for us alone.
	 * @return whether {@link #restart()} works
	 */
	public boolean canRestart() {
		return this.restart != null;
	}

	/**
	 * Stop the broker in an orderly way, and start it again on the same port, with what
	 * durable queues held.
	 * @throws IllegalStateException if it cannot be restarted
	 */
	public void restart() {
		if (this.restart == null) {
			throw new IllegalStateException("This RabbitMQ was not started by us, or runs in a container");
		}
		this.restart.run();
	}

	/**
	 * Return the address.
	 * @return an AMQP URI with user and password
	 */
	public String address() {
		return this.address.toString();
	}

	/**
	 * Return the host.
	 * @return its name
	 */
	public String host() {
		return this.address.getHost();
	}

	/**
	 * Return the port.
	 * @return the number
	 */
	public int port() {
		return (this.address.getPort() > 0) ? this.address.getPort() : AmqpPort.DEFAULT;
	}

	/**
	 * Return the name of the user.
	 * @return the name
	 */
	public String username() {
		return userInfo(0);
	}

	/**
	 * Return the password of the user.
	 * @return the password
	 */
	public String password() {
		return userInfo(1);
	}

	private String userInfo(int part) {
		String given = this.address.getUserInfo();
		return (given != null) ? given.split(":", 2)[part] : "guest";
	}

	/**
	 * Run {@code rabbitmqctl} on the broker.
	 * @param arguments its arguments
	 * @return whether it succeeded; always {@code false} for a broker whose address was
	 * given
	 */
	public boolean control(String... arguments) {
		return this.control.test(arguments);
	}

	/**
	 * Stop the broker, with all that was started for it. One whose address was given goes
	 * on.
	 */
	@Override
	public void close() {
		this.stop.run();
	}

}
