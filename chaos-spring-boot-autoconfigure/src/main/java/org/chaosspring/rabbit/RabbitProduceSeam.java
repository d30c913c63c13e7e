package org.chaosspring.rabbit;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.ConfirmListener;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.InjectionPoint;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ChannelProxy;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.PendingConfirm;
import org.springframework.amqp.rabbit.connection.PublisherCallbackChannel;
import org.springframework.amqp.rabbit.connection.RabbitUtils;

/**
 * The place where every message passes on its way to RabbitMQ: around the channel, below
 * templates, transactions and observations, so that they all see what the channel shows.
 *
 * <p>
 * A channel that was opened while chaos was off is not wrapped, unless it is there to
 * stay; what is sent through it passes untouched.
 */
class RabbitProduceSeam extends DelegatingChannel implements ChannelProxy, PublisherCallbackChannel {

	private final RabbitProducerOrigin origin;

	private final ConfigurableChaosMiddleware chaos;

	private final boolean transactional;

	private final RabbitProduceEffects effects;

	private final @Nullable RabbitConfirmNumbers numbers;

	private final ReentrantLock writing = new ReentrantLock();

	private volatile Channel delegate;

	private @Nullable Connection renewedConnection;

	private volatile @Nullable HeldMessages<RabbitSend> heldInTransaction;

	private volatile @Nullable Exception failedInTransaction;

	private volatile boolean open = true;

	/**
	 * Set by the thread that publishes next.
	 */
	private @Nullable RabbitConfirm nextConfirm;

	RabbitProduceSeam(Channel delegate, RabbitProducerOrigin origin, boolean transactional) {
		this.delegate = delegate;
		this.origin = origin;
		this.chaos = origin.chaos();
		this.transactional = transactional;
		this.effects = new RabbitProduceEffects(this.chaos);
		// With correlated confirms, Spring's channel itself knows which message is meant.
		long next = (delegate instanceof PublisherCallbackChannel) ? 0 : delegate.getNextPublishSeqNo();
		this.numbers = (next > 0) ? new RabbitConfirmNumbers(next) : null;
	}

	@Override
	Channel delegate() {
		return this.delegate;
	}

	ConfigurableChaosMiddleware chaos() {
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
		RabbitConfirm confirm = this.nextConfirm;
		this.nextConfirm = null;
		if (confirm == null && this.numbers == null && !this.chaos.isActive()) {
			super.basicPublish(exchange, routingKey, mandatory, props, body);
			return;
		}
		RabbitSend send = new RabbitSend(this, RabbitPublication.of(exchange, routingKey, mandatory, props, body),
				confirm, (this.numbers != null) ? this.numbers.take() : 0);
		if (this.chaos.isActive()) {
			throughChaos(send);
		}
		if (!send.isTaken()) {
			send.send();
		}
	}

	private void throughChaos(RabbitSend send) {
		this.origin.awaitUp();
		Injection hit = this.chaos.decide(point(), RabbitProduceAccess.INSTANCE, send.publication());
		if (hit != null) {
			hit.carryOut(this.effects, new RabbitProduceEffects.Context(send, hit));
		}
		if (!send.isTaken()) {
			held().follow(send, send.publication().destination(), send::take);
		}
	}

	private InjectionPoint point() {
		InjectionPoint announced = this.transactional ? RabbitTemplateInterceptor.takeAnnounced() : null;
		return (announced != null) ? announced : this.origin.point();
	}

	/**
	 * Return what is held back: the messages of a transaction are held apart.
	 */
	HeldMessages<RabbitSend> held() {
		if (!this.transactional) {
			return this.origin.held();
		}
		HeldMessages<RabbitSend> held = this.heldInTransaction;
		if (held == null) {
			held = this.chaos.hold(RabbitSend::release);
			this.heldInTransaction = held;
		}
		return held;
	}

	/**
	 * Write a message in the thread of its sender.
	 */
	void write(RabbitSend send) throws IOException {
		this.writing.lock();
		try {
			send.writeTo(this.delegate, this.numbers);
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
			if (this.open && (this.transactional || this.delegate.isOpen())) {
				send.writeTo(this.delegate, this.numbers);
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
	 * Take note that a message that was held back could not be sent. A transaction fails
	 * with it.
	 */
	void failedLate(Exception cause) {
		if (this.transactional) {
			this.failedInTransaction = cause;
		}
		this.chaos.reportFailure(this.origin.point(), cause);
	}

	void pretendConfirmed(long number) {
		try {
			if (this.numbers != null) {
				this.numbers.pretend(number);
			}
		}
		catch (IOException ex) {
			this.chaos.reportFailure(this.origin.point(), ex);
		}
	}

	/**
	 * Restart the client. A transaction is lost with its channel, a consumer is started
	 * again by its container; everything else goes on with a new channel.
	 * @param downtime waits until the client may be back
	 */
	void restart(Runnable downtime) {
		this.origin.restart(downtime);
		if (!this.transactional && !isConsuming()) {
			renew();
		}
	}

	private void renew() {
		Connection connection = this.origin.factory().createConnection();
		Channel renewed = connection.createChannel(false);
		this.origin.listenTo(renewed);
		this.writing.lock();
		try {
			closeDelegate();
			this.delegate = renewed;
			this.renewedConnection = connection;
			if (this.numbers != null) {
				this.numbers.moveTo(renewed);
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
	public AMQP.Tx.CommitOk txCommit() throws IOException {
		HeldMessages<RabbitSend> held = this.heldInTransaction;
		if (held != null) {
			held.releaseAll();
		}
		Exception failure = this.failedInTransaction;
		this.failedInTransaction = null;
		if (failure != null) {
			throw new IOException("A message of the transaction could not be sent", failure);
		}
		return super.txCommit();
	}

	@Override
	public AMQP.Tx.RollbackOk txRollback() throws IOException {
		dropHeldInTransaction();
		this.failedInTransaction = null;
		return super.txRollback();
	}

	private void dropHeldInTransaction() {
		HeldMessages<RabbitSend> held = this.heldInTransaction;
		if (held != null) {
			held.withdrawAll();
		}
	}

	@Override
	public void close() throws IOException, TimeoutException {
		dropHeldInTransaction();
		if (this.heldInTransaction != null) {
			this.heldInTransaction.close();
			this.heldInTransaction = null;
		}
		this.writing.lock();
		try {
			this.open = false;
			super.close();
			RabbitUtils.closeConnection(this.renewedConnection);
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * What is held back leaves before anybody waits for its confirm.
	 */
	private void releaseHeld() {
		if (this.chaos.isActive()) {
			held().releaseAll();
		}
	}

	@Override
	public boolean waitForConfirms() throws InterruptedException {
		releaseHeld();
		return super.waitForConfirms();
	}

	@Override
	public boolean waitForConfirms(long timeout) throws InterruptedException, TimeoutException {
		releaseHeld();
		return super.waitForConfirms(timeout);
	}

	@Override
	public void waitForConfirmsOrDie() throws IOException, InterruptedException {
		releaseHeld();
		super.waitForConfirmsOrDie();
	}

	@Override
	public void waitForConfirmsOrDie(long timeout) throws IOException, InterruptedException, TimeoutException {
		releaseHeld();
		super.waitForConfirmsOrDie(timeout);
	}

	@Override
	public long getNextPublishSeqNo() {
		return (this.numbers != null) ? this.numbers.next() : super.getNextPublishSeqNo();
	}

	@Override
	public void addConfirmListener(ConfirmListener listener) {
		if (this.numbers != null) {
			this.numbers.add(listener, this.delegate);
		}
		else {
			super.addConfirmListener(listener);
		}
	}

	@Override
	public ConfirmListener addConfirmListener(ConfirmCallback ackCallback, ConfirmCallback nackCallback) {
		ConfirmListener listener = new ConfirmListener() {

			@Override
			public void handleAck(long deliveryTag, boolean multiple) throws IOException {
				ackCallback.handle(deliveryTag, multiple);
			}

			@Override
			public void handleNack(long deliveryTag, boolean multiple) throws IOException {
				nackCallback.handle(deliveryTag, multiple);
			}

		};
		addConfirmListener(listener);
		return listener;
	}

	@Override
	public boolean removeConfirmListener(ConfirmListener listener) {
		return (this.numbers != null) ? this.numbers.remove(listener, this.delegate)
				: super.removeConfirmListener(listener);
	}

	@Override
	public Channel getTargetChannel() {
		return (this.delegate instanceof ChannelProxy proxy) ? proxy.getTargetChannel() : this.delegate;
	}

	@Override
	public boolean isTransactional() {
		return this.transactional;
	}

	@Override
	public boolean isConfirmSelected() {
		return this.delegate instanceof ChannelProxy proxy && proxy.isConfirmSelected();
	}

	@Override
	public boolean isPublisherConfirms() {
		return this.delegate instanceof ChannelProxy proxy && proxy.isPublisherConfirms();
	}

	/**
	 * Keep a confirm back until the message that it belongs to is written, as only then
	 * its number is known.
	 */
	@Override
	public void addPendingConfirm(Listener listener, long seq, PendingConfirm pendingConfirm) {
		if (callbacks() != null) {
			this.nextConfirm = new RabbitConfirm(listener, pendingConfirm);
		}
	}

	private @Nullable PublisherCallbackChannel callbacks() {
		return (this.delegate instanceof PublisherCallbackChannel callbackChannel) ? callbackChannel : null;
	}

	@Override
	public void addListener(Listener listener) {
		PublisherCallbackChannel callbacks = callbacks();
		if (callbacks != null) {
			callbacks.addListener(listener);
		}
	}

	@Override
	public Collection<PendingConfirm> expire(Listener listener, long cutoffTime) {
		PublisherCallbackChannel callbacks = callbacks();
		return (callbacks != null) ? callbacks.expire(listener, cutoffTime) : Collections.emptyList();
	}

	@Override
	public int getPendingConfirmsCount(Listener listener) {
		PublisherCallbackChannel callbacks = callbacks();
		return (callbacks != null) ? callbacks.getPendingConfirmsCount(listener) : 0;
	}

	@Override
	public int getPendingConfirmsCount() {
		PublisherCallbackChannel callbacks = callbacks();
		return (callbacks != null) ? callbacks.getPendingConfirmsCount() : 0;
	}

	@Override
	public Channel getDelegate() {
		PublisherCallbackChannel callbacks = callbacks();
		return (callbacks != null) ? callbacks.getDelegate() : this.delegate;
	}

	@Override
	public void setAfterAckCallback(Consumer<Channel> callback) {
		PublisherCallbackChannel callbacks = callbacks();
		if (callbacks != null) {
			callbacks.setAfterAckCallback(callback);
		}
	}

}
