package org.chaosspring.rabbit;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * A channel that others take the place of: another one after a restart of the client, and
 * one that all late messages share when its owner has let go of it.
 */
abstract class RabbitRenewableChannel extends RabbitConfirmingChannel {

	private final RabbitProducerOrigin origin;

	private final RabbitLease lease = new RabbitLease();

	private final ReentrantLock writing = new ReentrantLock();

	private volatile Channel delegate;

	private @Nullable Connection renewedConnection;

	private volatile boolean open = true;

	RabbitRenewableChannel(Channel delegate, RabbitProducerOrigin origin) {
		super(delegate);
		this.delegate = delegate;
		this.origin = origin;
	}

	@Override
	Channel delegate() {
		return this.delegate;
	}

	RabbitProducerOrigin origin() {
		return this.origin;
	}

	RabbitLease lease() {
		return this.lease;
	}

	/**
	 * Write a message in the thread of its sender.
	 */
	void write(RabbitSend send) throws IOException {
		this.writing.lock();
		try {
			send.writeTo(this.delegate, numbers());
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * Write a message that was held back. Its sender may have let go of this channel
	 * meanwhile, or the broker may have closed it: then another one has to do.
	 */
	void writeLate(RabbitSend send) throws IOException {
		this.writing.lock();
		try {
			if (this.open && (isTransactional() || this.delegate.isOpen())) {
				send.writeTo(this.delegate, numbers());
				return;
			}
		}
		finally {
			this.writing.unlock();
		}
		this.origin.writeLate(send);
	}

	void afterLate() {
		this.origin.afterLate();
	}

	/**
	 * Go on with a new channel of the same factory.
	 */
	void renew() {
		Connection connection = this.origin.factory().createConnection();
		Channel renewed = connection.createChannel(false);
		this.origin.listenTo(renewed);
		this.writing.lock();
		try {
			closeDelegate();
			this.delegate = renewed;
			this.renewedConnection = connection;
			RabbitConfirmNumbers numbers = numbers();
			if (numbers != null) {
				numbers.moveTo(renewed);
			}
		}
		finally {
			this.writing.unlock();
		}
	}

	private void closeDelegate() {
		RabbitUtils.closeChannel(this.delegate);
		RabbitUtils.closeConnection(this.renewedConnection);
	}

	@Override
	public void close() throws IOException, TimeoutException {
		this.writing.lock();
		try {
			this.open = false;
			if (!this.lease.endLater(this::closeDelegate)) {
				super.close();
				RabbitUtils.closeConnection(this.renewedConnection);
			}
		}
		finally {
			this.writing.unlock();
		}
	}

}
