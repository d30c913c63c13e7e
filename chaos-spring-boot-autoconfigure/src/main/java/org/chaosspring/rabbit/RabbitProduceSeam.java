package org.chaosspring.rabbit;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Injector;
import org.chaosspring.engine.Prospect;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.support.RabbitExceptionTranslator;

/**
 * The place where every message passes on its way to RabbitMQ: around the channel, below
 * templates, transactions and observations, so that they all see what the channel shows.
 *
 * <p>
 * A channel that was opened while chaos was off is not wrapped, unless it is there to
 * stay; what is sent through it passes untouched.
 */
class RabbitProduceSeam extends RabbitRenewableChannel {

	private final RabbitProducerOrigin origin;

	private final Injector chaos;

	private final RabbitProduceEffects effects = new RabbitProduceEffects();

	private final RabbitProduceAccess access;

	private final @Nullable RabbitTransaction transaction;

	RabbitProduceSeam(Channel delegate, RabbitProducerOrigin origin, boolean transactional) {
		super(delegate, origin);
		this.origin = origin;
		this.chaos = origin.chaos();
		this.access = new RabbitProduceAccess(this::getConnection);
		this.transaction = transactional ? new RabbitTransaction(this.chaos) : null;
	}

	Injector chaos() {
		return this.chaos;
	}

	/**
	 * Return whether the channel belongs to a consumer, without which it is of no use.
	 */
	boolean isConsuming() {
		return false;
	}

	@Override
	public void basicPublish(String exchange, String routingKey, AMQP.@Nullable BasicProperties props, byte[] body)
			throws IOException {
		basicPublish(exchange, routingKey, false, props, body);
	}

	@Override
	public void basicPublish(String exchange, String routingKey, boolean mandatory,
			AMQP.@Nullable BasicProperties props, byte[] body) throws IOException {
		if (this.chaos.isActive()) {
			this.origin.downtime().awaitEnd();
			InjectionPoint point = point();
			Prospect prospect = this.chaos.prospect(point, RabbitPublication.destination(exchange, routingKey));
			if (prospect != null || !held().isIdle()) {
				sendThroughChaos(prospect, point, send(exchange, routingKey, mandatory, props, body));
				return;
			}
		}
		if (isConfirmed()) {
			send(exchange, routingKey, mandatory, props, body).send();
		}
		else {
			super.basicPublish(exchange, routingKey, mandatory, props, body);
		}
	}

	private RabbitSend send(String exchange, String routingKey, boolean mandatory, AMQP.@Nullable BasicProperties props,
			byte[] body) {
		RabbitConfirmNumbers numbers = numbers();
		RabbitReply reply = new RabbitReply(this, takeNextConfirm(), (numbers != null) ? numbers.take() : 0);
		return new RabbitSend(this, RabbitPublication.of(exchange, routingKey, mandatory, props, body), reply);
	}

	private void refuse(Exception cause) throws IOException {
		if (this.transaction != null) {
			this.transaction.fail(cause);
		}
		if (cause instanceof IOException io) {
			throw io;
		}
		throw RabbitExceptionTranslator.convertRabbitAccessException(cause);
	}

	private void sendThroughChaos(@Nullable Prospect prospect, InjectionPoint point, RabbitSend send)
			throws IOException {
		Injection hit = (prospect != null) ? this.chaos.decide(prospect, point, this.access, send.publication()) : null;
		if (hit != null) {
			hit.carryOut(this.effects, new RabbitProduceEffects.Context(send, hit));
		}
		Exception refusal = send.refusal();
		if (refusal != null) {
			refuse(refusal);
		}
		if (!send.isTaken()) {
			held().follow(send, send.publication().destination(), () -> takeBehindOthers(send));
		}
		if (send.isTaken()) {
			send.awaitRoom();
		}
		else {
			send.send();
		}
	}

	/**
	 * Take a message that waits for others: like them it fills the buffers, whatever
	 * chaos had in mind for it.
	 */
	private void takeBehindOthers(RabbitSend send) {
		send.take();
		RabbitBuffer buffer = this.origin.network().buffer(getConnection());
		if (buffer != null) {
			send.fill(buffer);
		}
	}

	private InjectionPoint point() {
		InjectionPoint announced = isTransactional() ? RabbitTemplateInterceptor.takeAnnounced() : null;
		return (announced != null) ? announced : this.origin.point();
	}

	/**
	 * Return what is held back: the messages of a transaction are held apart.
	 */
	HeldMessages<RabbitSend> held() {
		return (this.transaction != null) ? this.transaction.held() : this.origin.held();
	}

	/**
	 * Take note that a message that was held back could not be sent. A transaction fails
	 * with it.
	 */
	void failedLate(Exception cause) {
		if (this.transaction != null) {
			this.transaction.fail(cause);
		}
		this.chaos.reportFailure(this.origin.point(), cause);
	}

	/**
	 * Have the next wait for confirms find out that one was negative.
	 */
	void nackNextWait() {
		RabbitConfirmNumbers numbers = numbers();
		if (numbers != null) {
			numbers.nackNextWait();
		}
	}

	void later(Runnable task) {
		this.chaos.later(task);
	}

	/**
	 * Tell who listens to confirms what the broker would say.
	 */
	void pretendConfirm(long number, boolean ack) {
		try {
			RabbitConfirmNumbers numbers = numbers();
			if (numbers != null) {
				numbers.pretend(number, ack);
			}
		}
		catch (IOException ex) {
			this.chaos.reportFailure(this.origin.point(), ex);
		}
	}

	/**
	 * Return the transactions of the channel, if it has any.
	 */
	@Nullable RabbitTransaction transaction() {
		return this.transaction;
	}

	/**
	 * Restart the client. A transaction is lost with its channel, a consumer is started
	 * again by its container; everything else goes on with a new channel.
	 * @param downtime waits until the client may be back
	 */
	void restart(Runnable downtime) {
		this.origin.restart(downtime);
		if (!isTransactional() && !isConsuming()) {
			renew();
		}
	}

	@Override
	public AMQP.Tx.CommitOk txCommit() throws IOException {
		if (this.transaction != null) {
			RabbitBuffer unread = releaseHeld();
			if (unread != null) {
				this.origin.awaitAnswer(unread, delegate(), new AMQP.Tx.Commit.Builder().build());
			}
			this.transaction.beforeCommit();
		}
		AMQP.Tx.CommitOk committed = super.txCommit();
		if (this.transaction != null) {
			this.transaction.afterCommit();
		}
		return committed;
	}

	@Override
	public AMQP.Tx.RollbackOk txRollback() throws IOException {
		if (this.transaction != null) {
			this.transaction.beforeRollback();
		}
		return super.txRollback();
	}

	@Override
	public void close() throws IOException, TimeoutException {
		if (this.transaction != null) {
			this.transaction.close();
		}
		super.close();
	}

	@Override
	boolean releaseHeld(long millis) throws InterruptedException {
		RabbitBuffer unread = releaseHeld();
		return unread == null || unread.awaitEmpty(millis);
	}

	/**
	 * Have what is held back leave.
	 * @return what has to wait until the broker reads, if anything
	 */
	private @Nullable RabbitBuffer releaseHeld() {
		if (!this.chaos.isActive()) {
			return null;
		}
		RabbitBuffer buffer = this.origin.network().buffer(getConnection());
		held().releaseAll();
		return (held().size() > 0) ? buffer : null;
	}

	@Override
	public boolean isTransactional() {
		return this.transaction != null;
	}

}
