package org.chaosspring.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.rabbitmq.client.Channel;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.Injector;
import org.chaosspring.engine.Prospect;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one channel on their way to the listener: decides about each, holds
 * some back, and hands over the others.
 */
final class RabbitDeliveries {

	/**
	 * How long a consumer that is canceled waits for what was held back.
	 */
	private static final Duration CANCEL_LIMIT = Duration.ofSeconds(1);

	private static final Object LANE = new Object();

	private final RabbitConsumeSeam seam;

	private final RabbitConsumerOrigin origin;

	private final Injector chaos;

	private final RabbitConsumeEffects effects;

	private final RabbitConsumeAccess access;

	private final RabbitDeliveryTags tags;

	private final RabbitRelay relay;

	private final HeldMessages<RabbitHandover> held;

	private final RabbitInterruption interruption;

	private final Set<String> canceled = ConcurrentHashMap.newKeySet();

	private volatile int prefetch;

	/**
	 * Whether deliveries may have to wait, to get other numbers or to be dropped. It is
	 * the one thing that is read for each of them.
	 */
	private volatile boolean disturbed;

	/**
	 * The last delivery that did not go straight to the listener. Only the thread that
	 * delivers knows it.
	 */
	private long lastDetained;

	RabbitDeliveries(RabbitConsumeSeam seam, RabbitConsumerOrigin origin) {
		this.seam = seam;
		this.origin = origin;
		this.chaos = seam.chaos();
		this.access = new RabbitConsumeAccess(seam::getConnection);
		this.tags = new RabbitDeliveryTags(seam.isTransactional());
		this.relay = new RabbitRelay(origin.point().name());
		this.held = this.chaos.hold((any) -> origin.point(), this.relay::handOverLater, RabbitHandover::size);
		this.interruption = new RabbitInterruption(seam, this::disturb);
		this.effects = new RabbitConsumeEffects(this, origin, this.chaos);
	}

	Injector chaos() {
		return this.chaos;
	}

	Channel channel() {
		return this.seam;
	}

	boolean isTransactional() {
		return this.seam.isTransactional();
	}

	RabbitPendingErrors pendingErrors() {
		return this.origin.pendingErrors();
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

	void prefetch(int count) {
		this.prefetch = count;
	}

	/**
	 * Return what to decide about the next delivery with, or {@code null} if it may pass.
	 */
	@Nullable Prospect prospect(String queue) {
		return this.chaos.prospect(this.origin.point(), queue);
	}

	/**
	 * Return whether a delivery that may pass goes straight to the listener.
	 */
	boolean areUndisturbed() {
		return !this.disturbed;
	}

	private void disturb() {
		this.disturbed = true;
	}

	RabbitInterruption interruption() {
		return this.interruption;
	}

	/**
	 * Bring a delivery to the listener, past chaos. The client calls for one delivery of
	 * a channel after the other.
	 */
	void deliver(RabbitHandover handover, @Nullable Prospect prospect) throws IOException {
		detain(handover.tag());
		if (this.interruption.isCut() && !handover.consumer().isAutoAck()) {
			return;
		}
		if (prospect != null && !this.canceled.contains(handover.delivery().consumerTag())) {
			Injection hit = this.chaos.decide(prospect, this.origin.point(), this.access, handover.delivery());
			if (hit != null) {
				hit.carryOut(this.effects, new RabbitConsumeEffects.Context(handover, hit));
			}
		}
		else if (!this.chaos.isActive() && this.held.isIdle() && this.relay.isIdle()) {
			calmDown(handover);
		}
		if (!handover.isTaken()) {
			this.held.follow(handover, LANE, handover::take);
		}
		if (!handover.isTaken()) {
			this.relay.handOver(handover);
		}
	}

	/**
	 * Tags of a channel are consecutive, so that those that went straight to the listener
	 * are known by the gap, and need not be written down one by one.
	 */
	private void detain(long tag) {
		if (this.lastDetained < tag - 1) {
			this.tags.passed(tag - 1);
		}
		this.lastDetained = tag;
	}

	private void calmDown(RabbitHandover next) {
		this.tags.goBackBefore(next.tag());
		this.disturbed = this.tags.isRenumbered();
		if (this.interruption.isCut()) {
			// Another thread may have cut the channel since the line above.
			this.disturbed = true;
		}
	}

	/**
	 * From now on the listener knows deliveries by numbers of our own.
	 */
	void renumber() {
		disturb();
		this.tags.renumber();
	}

	void hold(RabbitHandover handover, boolean keepOrder, Duration delay) {
		disturb();
		if (!keepOrder) {
			this.tags.renumber();
		}
		this.held.hold(handover, keepOrder ? LANE : null, delay);
	}

	void reorder(RabbitHandover handover, Effect.Reordering reordering) {
		renumber();
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
			this.seam.delegate().basicAck(handover.tag(), false);
		}
	}

	/**
	 * Take note of the end of a consumer: what still comes to it passes untouched.
	 */
	void cancel(String consumerTag) {
		this.canceled.add(consumerTag);
		pendingErrors().forget(consumerTag);
		releaseHeld();
	}

	private void releaseHeld() {
		this.held.releaseAll();
		this.relay.awaitIdle(CANCEL_LIMIT.toNanos());
	}

	/**
	 * Take note of the end of the channel: what is held back comes again, unless the
	 * broker took it as processed.
	 */
	void shutDown(String consumerTag, boolean autoAck) {
		pendingErrors().forget(consumerTag);
		if (autoAck) {
			releaseHeld();
		}
		else {
			this.held.withdrawAll();
		}
	}

	void close() {
		this.held.withdrawAll();
		this.held.close();
	}

	/**
	 * Let the thread go that handed over what was held back.
	 */
	void afterClose() {
		this.relay.close();
	}

}
