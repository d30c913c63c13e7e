package org.chaosspring.rabbit;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.core.InfrastructureProxy;

/**
 * The application's connection factory as one template, transaction manager or listener
 * container sees it. Connections, channels and transactions are those of the factory
 * itself.
 */
abstract class RabbitConnectionFactoryView implements ConnectionFactory, InfrastructureProxy {

	private final ConnectionFactory target;

	private final RabbitNetwork network;

	private final RabbitReach reach;

	private final AtomicBoolean joined = new AtomicBoolean();

	private volatile @Nullable RabbitConnectionFactoryView publisher;

	RabbitConnectionFactoryView(ConnectionFactory target, RabbitNetwork network, RabbitReach reach) {
		this.target = target;
		this.network = network;
		this.reach = reach;
	}

	/**
	 * Have the network know who uses its connections.
	 */
	void join() {
		if (this.joined.compareAndSet(false, true)) {
			this.network.join(this);
		}
	}

	RabbitReach reach() {
		return this.reach;
	}

	/**
	 * Return whether somebody would notice the end of the connection.
	 */
	abstract boolean isInUse();

	/**
	 * End the channels of this user as if the connection broke; others go on using it.
	 */
	abstract void breakOff();

	/**
	 * Connect to the broker, unless it is out of reach.
	 */
	Connection connect() {
		this.reach.require(null);
		Connection connection = this.target.createConnection();
		this.reach.require(connection.getDelegate());
		return connection;
	}

	/**
	 * Return the same view of the factory for publishers only.
	 */
	abstract RabbitConnectionFactoryView on(ConnectionFactory other);

	/**
	 * Return the resource that transactions are bound to: those of all views and of the
	 * factory itself are the same.
	 */
	@Override
	public Object getWrappedObject() {
		return this.target;
	}

	ConnectionFactory target() {
		return this.target;
	}

	@Override
	public abstract Connection createConnection();

	@Override
	@SuppressWarnings("ReferenceEquality") // another factory, even an equal one, needs
											// another view
	public @Nullable ConnectionFactory getPublisherConnectionFactory() {
		ConnectionFactory own = this.target.getPublisherConnectionFactory();
		if (own == null) {
			return null;
		}
		RabbitConnectionFactoryView known = this.publisher;
		if (known == null || known.target != own) {
			known = on(own);
			known.join();
			this.publisher = known;
		}
		return known;
	}

	@Override
	public @Nullable String getHost() {
		return this.target.getHost();
	}

	@Override
	public int getPort() {
		return this.target.getPort();
	}

	@Override
	public String getVirtualHost() {
		return this.target.getVirtualHost();
	}

	@Override
	public String getUsername() {
		return this.target.getUsername();
	}

	@Override
	public void addConnectionListener(ConnectionListener listener) {
		this.target.addConnectionListener(listener);
	}

	@Override
	public boolean removeConnectionListener(ConnectionListener listener) {
		return this.target.removeConnectionListener(listener);
	}

	@Override
	public void clearConnectionListeners() {
		this.target.clearConnectionListeners();
	}

	@Override
	public boolean isSimplePublisherConfirms() {
		return this.target.isSimplePublisherConfirms();
	}

	@Override
	public boolean isPublisherConfirms() {
		return this.target.isPublisherConfirms();
	}

	@Override
	public boolean isPublisherReturns() {
		return this.target.isPublisherReturns();
	}

	@Override
	public void resetConnection() {
		this.target.resetConnection();
	}

	/**
	 * A listener container asks whether a transaction manager works on its own factory:
	 * all views of a factory are that factory.
	 */
	@Override
	public final boolean equals(@Nullable Object other) {
		return this.target.equals((other instanceof RabbitConnectionFactoryView view) ? view.target : other);
	}

	@Override
	public final int hashCode() {
		return this.target.hashCode();
	}

	@Override
	public String toString() {
		return "View of " + this.target;
	}

}
