package org.chaosspring.rabbit;

import org.chaosspring.engine.ErrorKind;

/**
 * The errors that a consumer can be made to show, each where the broker or the listener
 * shows it.
 */
final class RabbitConsumeErrors {

	private final RabbitInterruption interruption;

	private final RabbitConsumerOrigin origin;

	RabbitConsumeErrors(RabbitInterruption interruption, RabbitConsumerOrigin origin) {
		this.interruption = interruption;
		this.origin = origin;
	}

	/**
	 * Let a message fail.
	 * @return whether it does; {@code false} if this consumer never sees that error
	 */
	boolean carryOut(ErrorKind kind, RabbitConsumeEffects.Context context) {
		RabbitHandover handover = context.handover();
		return switch (kind) {
			case TYPICAL, LISTENER_REQUEUE ->
				!handover.delivery().envelope().isRedeliver() && failListener(ErrorKind.LISTENER_REQUEUE, context);
			case REJECT -> failListener(ErrorKind.REJECT, context);
			case CONSUMER_CANCELED ->
				end(handover, () -> this.interruption.cancelByBroker(handover.delivery().consumerTag()));
			case CONNECTION_LOST -> end(handover, this.interruption::breakOff);
			default -> false;
		};
	}

	private boolean failListener(ErrorKind kind, RabbitConsumeEffects.Context context) {
		RabbitListenerContainer container = this.origin.container();
		if (container == null || !container.canFail()) {
			return false;
		}
		context.handover().mark(context.hit().mark());
		context.handover().failListener(new RabbitPendingErrors.PendingError(kind, context.hit()));
		return true;
	}

	/**
	 * End the consumer, whose message comes again.
	 */
	private static boolean end(RabbitHandover handover, Runnable end) {
		if (!handover.canComeAgain()) {
			return false;
		}
		end.run();
		handover.take();
		return true;
	}

}
