package org.chaosspring.rabbit;

import java.time.Duration;

import org.chaosspring.engine.Effect;
import org.chaosspring.engine.EffectHandler;
import org.chaosspring.engine.Injection;

/**
 * Carries effects out on messages on their way to RabbitMQ.
 */
final class RabbitProduceEffects implements EffectHandler<RabbitProduceEffects.Context> {

	/**
	 * As good as forever.
	 */
	static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

	private final RabbitProduceErrors errors = new RabbitProduceErrors();

	@Override
	public boolean delay(Effect.Delay delay, Context context) {
		if (delay.blocking()) {
			context.hit.await(delay.delay());
			return true;
		}
		RabbitSend send = context.send;
		String lane = delay.keepOrder() ? send.publication().destination() : null;
		mark(context);
		send.take();
		send.seam().held().hold(send, lane, delay.delay());
		return true;
	}

	@Override
	public boolean loss(Effect.Loss loss, Context context) {
		RabbitSend send = context.send;
		if (send.seam().isTransactional() && !loss.allowInTransactions()) {
			return false;
		}
		send.take();
		send.reply().pretendAck();
		return true;
	}

	@Override
	public boolean duplication(Effect.Duplication duplication, Context context) {
		context.send.copies(duplication.copies(), context.hit.mark());
		return true;
	}

	@Override
	public boolean corruption(Effect.Corruption corruption, Context context) {
		RabbitPublication damaged = context.send.publication().damaged(corruption);
		if (damaged == null) {
			return false;
		}
		context.send.replacePublication(damaged);
		mark(context);
		return true;
	}

	@Override
	public boolean reordering(Effect.Reordering reordering, Context context) {
		RabbitSend send = context.send;
		mark(context);
		send.take();
		send.seam().held().reorder(send, send.publication().destination(), reordering);
		return true;
	}

	@Override
	public boolean restart(Effect.Restart restart, Context context) {
		context.send.seam().restart(() -> context.hit.await(restart.downtime()));
		return true;
	}

	@Override
	public boolean ackLoss(Effect.AckLoss ackLoss, Context context) {
		RabbitSend send = context.send;
		RabbitTransaction transaction = send.seam().transaction();
		mark(context);
		if (transaction != null) {
			transaction.loseCommitOk();
		}
		else {
			send.reply().lose();
		}
		return true;
	}

	@Override
	public boolean failure(Effect.Failure failure, Context context) {
		return this.errors.carryOut(failure.kind(), context);
	}

	@Override
	public boolean outage(Effect.Outage outage, Context context) {
		context.send.refuse(RabbitReach.refused());
		return true;
	}

	@Override
	public boolean throttle(Effect.Throttle throttle, Context context) {
		Duration wait = throttle.pacer().reserve(LONGEST_WAIT);
		if (wait != null && wait.isZero()) {
			return false;
		}
		RabbitSend send = context.send;
		RabbitProduceSeam seam = send.seam();
		send.take();
		send.fill(seam.origin().network().block(seam.getConnection()));
		seam.held()
			.holdWhile(send, send.publication().destination(), (wait != null) ? wait : LONGEST_WAIT,
					context.hit::isInForce);
		return true;
	}

	private static void mark(Context context) {
		context.send.mark(context.hit.mark());
	}

	/**
	 * One message that was hit.
	 *
	 * @param send the message on its way
	 * @param hit the fault that it meets
	 */
	record Context(RabbitSend send, Injection hit) {

	}

}
