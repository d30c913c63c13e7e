package org.chaosspring.rabbit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import org.chaosspring.engine.Effect;
import org.chaosspring.engine.EffectHandler;
import org.chaosspring.engine.Injection;
import org.chaosspring.engine.Injector;

/**
 * Carries effects out on messages on their way from RabbitMQ.
 */
final class RabbitConsumeEffects implements EffectHandler<RabbitConsumeEffects.Context> {

	private final RabbitDeliveries deliveries;

	private final RabbitConsumerOrigin origin;

	private final Injector chaos;

	private final RabbitConsumeErrors errors;

	RabbitConsumeEffects(RabbitDeliveries deliveries, RabbitConsumerOrigin origin, Injector chaos) {
		this.deliveries = deliveries;
		this.origin = origin;
		this.chaos = chaos;
		this.errors = new RabbitConsumeErrors(deliveries.interruption(), origin);
	}

	@Override
	public boolean delay(Effect.Delay delay, Context context) {
		take(context);
		this.deliveries.hold(context.handover, delay.keepOrder(), delay.delay());
		return true;
	}

	@Override
	public boolean loss(Effect.Loss loss, Context context) {
		if (this.deliveries.isTransactional() && !loss.allowInTransactions()) {
			return false;
		}
		try {
			this.deliveries.lose(context.handover);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		context.handover.take();
		return true;
	}

	@Override
	public boolean duplication(Effect.Duplication duplication, Context context) {
		this.deliveries.renumber();
		context.handover.copies(duplication.copies(), context.hit.mark());
		return true;
	}

	@Override
	public boolean corruption(Effect.Corruption corruption, Context context) {
		RabbitHandover handover = context.handover;
		RabbitDelivery damaged = handover.delivery().damaged(corruption);
		if (damaged == null) {
			return false;
		}
		handover.replaceDelivery(damaged);
		handover.mark(context.hit.mark());
		return true;
	}

	@Override
	public boolean reordering(Effect.Reordering reordering, Context context) {
		int window = reordering.window();
		if (!context.handover.consumer().isAutoAck() && this.deliveries.prefetch() > 0) {
			// The broker sends no more before the first of them is settled.
			window = Math.min(window, this.deliveries.prefetch());
		}
		if (window < 2) {
			return false;
		}
		take(context);
		this.deliveries.reorder(context.handover,
				new Effect.Reordering(window, reordering.maxHold(), reordering.seed()));
		return true;
	}

	/**
	 * Restart the container. The message comes again afterwards and is let through then,
	 * or a seed would restart the container forever.
	 */
	@Override
	public boolean restart(Effect.Restart restart, Context context) {
		RabbitListenerContainer container = this.origin.container();
		if (container == null || context.handover.delivery().envelope().isRedeliver()
				|| !container.restarter().restart(restart.downtime(), context.hit, this.chaos)) {
			return false;
		}
		this.deliveries.interruption().cut();
		return true;
	}

	/**
	 * Have the listener's acknowledgment get lost, so that the message comes again. It is
	 * let through then, or a seed would bring it again forever.
	 */
	@Override
	public boolean ackLoss(Effect.AckLoss ackLoss, Context context) {
		RabbitHandover handover = context.handover;
		if (!handover.canComeAgain()) {
			return false;
		}
		this.deliveries.renumber();
		handover.mark(context.hit.mark());
		handover.loseAck();
		return true;
	}

	@Override
	public boolean failure(Effect.Failure failure, Context context) {
		return this.errors.carryOut(failure.kind(), context);
	}

	@Override
	public boolean outage(Effect.Outage outage, Context context) {
		if (context.handover.consumer().isAutoAck()) {
			// It is here, and the broker has forgotten it.
			return false;
		}
		context.handover.take();
		this.deliveries.interruption().breakOff();
		return true;
	}

	@Override
	public boolean throttle(Effect.Throttle throttle, Context context) {
		Duration wait = throttle.pacer().reserve(RabbitProduceEffects.LONGEST_WAIT);
		if (wait != null && wait.isZero()) {
			return false;
		}
		context.handover.take();
		this.deliveries.hold(context.handover, true, (wait != null) ? wait : RabbitProduceEffects.LONGEST_WAIT);
		return true;
	}

	private static void take(Context context) {
		context.handover.mark(context.hit.mark());
		context.handover.take();
	}

	/**
	 * One message that was hit.
	 *
	 * @param handover the message on its way
	 * @param hit the fault that it meets
	 */
	record Context(RabbitHandover handover, Injection hit) {

	}

}
