package org.chaosspring.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.Injection;
import org.jspecify.annotations.Nullable;

/**
 * The place where every message passes on its way from RabbitMQ: around the channel,
 * below the listener container, so that acknowledgment modes, advice, retries and error
 * handlers see what the channel shows. A listener's sends in the same transaction pass
 * here, too.
 */
final class RabbitConsumeSeam extends RabbitProduceSeam {

	/**
	 * How long a consumer that is canceled waits for what was held back.
	 */
	private static final Duration CANCEL_LIMIT = Duration.ofSeconds(1);

	private static final Object LANE = new Object();

	private final RabbitConsumerOrigin origin;

	private final RabbitConsumeEffects effects;

	private final RabbitDeliveryTags tags;

	private final RabbitRelay relay;

	private final HeldMessages<RabbitHandover> held;

	private final Set<String> canceled = ConcurrentHashMap.newKeySet();

	private volatile int prefetch;

	private volatile boolean relayed;

	private volatile boolean cut;

	RabbitConsumeSeam(Channel delegate, RabbitProducerOrigin producer, RabbitConsumerOrigin origin,
			boolean transactional) {
		super(delegate, producer, transactional);
		this.origin = origin;
		this.effects = new RabbitConsumeEffects(this, origin, chaos());
		this.tags = new RabbitDeliveryTags(transactional);
		this.relay = new RabbitRelay(origin.point().name());
		this.held = chaos().hold(this.relay::handOverLater);
	}

	@Override
	boolean isConsuming() {
		return true;
	}

	RabbitDeliveryTags tags() {
		return this.tags;
	}

	/**
	 * Return how many deliveries the broker sends before the first is settled; zero for
	 * any number.
	 */
	int prefetch() {
		return this.prefetch;
	}

	/**
	 * Return whether a delivery may go straight to the listener.
	 */
	boolean isUndisturbed() {
		return !chaos().isActive() && !this.relayed && !this.cut && !this.tags.isRenumbered();
	}

	boolean isCut() {
		return this.cut;
	}

	/**
	 * Bring a delivery to the listener, past chaos. The client calls for one delivery of
	 * a channel after the other.
	 */
	void deliver(RabbitHandover handover) throws IOException {
		boolean autoAck = handover.consumer().isAutoAck();
		if (this.cut && !autoAck) {
			return;
		}
		if (chaos().isActive() && !this.canceled.contains(handover.delivery().consumerTag())) {
			Injection hit = chaos().decide(this.origin.point(), RabbitConsumeAccess.INSTANCE, handover.delivery());
			if (hit != null) {
				hit.carryOut(this.effects, new RabbitConsumeEffects.Context(handover, hit));
			}
		}
		else if (!chaos().isActive() && this.held.size() == 0 && this.relay.isIdle()) {
			this.relayed = false;
			this.tags.goBackBefore(handover.tag());
		}
		if (!handover.isTaken()) {
			this.held.follow(handover, LANE, handover::take);
		}
		if (!handover.isTaken()) {
			this.relay.handOver(handover);
		}
	}

	void hold(RabbitHandover handover, boolean keepOrder, Duration delay) {
		this.relayed = true;
		if (!keepOrder) {
			this.tags.renumber();
		}
		this.held.hold(handover, keepOrder ? LANE : null, delay);
	}

	void reorder(RabbitHandover handover, Effect.Reordering reordering) {
		this.relayed = true;
		this.tags.renumber();
		this.held.reorder(handover, LANE, reordering);
	}

	/**
	 * Acknowledge a delivery that the listener never sees.
	 */
	void lose(RabbitHandover handover) throws IOException {
		if (handover.consumer().isAutoAck()) {
			return;
		}
		if (isTransactional()) {
			this.tags.lose(handover.tag());
		}
		else {
			super.basicAck(handover.tag(), false);
		}
	}

	/**
	 * Let nothing through any more: what the broker has sent and will send comes again
	 * when the channel is closed.
	 */
	void cut() {
		this.cut = true;
	}

	void releaseHeldDeliveries() {
		this.held.releaseAll();
		this.relay.awaitIdle(CANCEL_LIMIT.toNanos());
	}

	/**
	 * Take note of the end of the channel: what is held back comes again, unless the
	 * broker took it as processed.
	 */
	void shutDown(boolean autoAck) {
		if (autoAck) {
			releaseHeldDeliveries();
		}
		else {
			this.held.withdrawAll();
		}
	}

	@Override
	public String basicConsume(String queue, boolean autoAck, String consumerTag, boolean noLocal, boolean exclusive,
			@Nullable Map<String, Object> arguments, Consumer callback) throws IOException {
		return super.basicConsume(queue, autoAck, consumerTag, noLocal, exclusive, arguments,
				new RabbitConsumer(this, callback, queue, autoAck));
	}

	/**
	 * What still comes to a consumer that is going to end passes untouched.
	 */
	@Override
	public void basicCancel(String consumerTag) throws IOException {
		this.canceled.add(consumerTag);
		releaseHeldDeliveries();
		super.basicCancel(consumerTag);
	}

	@Override
	public void basicQos(int prefetchCount) throws IOException {
		this.prefetch = prefetchCount;
		super.basicQos(prefetchCount);
	}

	@Override
	public void basicQos(int prefetchCount, boolean global) throws IOException {
		this.prefetch = prefetchCount;
		super.basicQos(prefetchCount, global);
	}

	@Override
	public void basicAck(long deliveryTag, boolean multiple) throws IOException {
		this.tags.settle(deliveryTag, multiple, RabbitAnswer.ACK, delegate());
	}

	@Override
	public void basicNack(long deliveryTag, boolean multiple, boolean requeue) throws IOException {
		this.tags.settle(deliveryTag, multiple, requeue ? RabbitAnswer.NACK_AND_REQUEUE : RabbitAnswer.NACK,
				delegate());
	}

	@Override
	public void basicReject(long deliveryTag, boolean requeue) throws IOException {
		this.tags.settle(deliveryTag, false, requeue ? RabbitAnswer.REJECT_AND_REQUEUE : RabbitAnswer.REJECT,
				delegate());
	}

	@Override
	public AMQP.Basic.RecoverOk basicRecover(boolean requeue) throws IOException {
		this.tags.recovered();
		return super.basicRecover(requeue);
	}

	@Override
	public AMQP.Tx.CommitOk txCommit() throws IOException {
		this.tags.acknowledgeLost(delegate());
		AMQP.Tx.CommitOk committed = super.txCommit();
		this.tags.committed();
		return committed;
	}

	@Override
	public AMQP.Tx.RollbackOk txRollback() throws IOException {
		AMQP.Tx.RollbackOk rolledBack = super.txRollback();
		this.tags.rolledBack();
		return rolledBack;
	}

	@Override
	public void close() throws IOException, TimeoutException {
		this.held.withdrawAll();
		this.held.close();
		super.close();
		this.relay.close();
	}

}
