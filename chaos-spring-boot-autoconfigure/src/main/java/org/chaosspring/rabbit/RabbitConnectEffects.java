package org.chaosspring.rabbit;

import org.chaosspring.engine.Effect;
import org.chaosspring.engine.EffectHandler;

/**
 * Carries effects out on attempts to connect: nothing but an outage can happen to them.
 */
final class RabbitConnectEffects implements EffectHandler<RabbitPlace> {

	static final RabbitConnectEffects INSTANCE = new RabbitConnectEffects();

	private RabbitConnectEffects() {
	}

	@Override
	public boolean delay(Effect.Delay delay, RabbitPlace place) {
		return false;
	}

	@Override
	public boolean loss(Effect.Loss loss, RabbitPlace place) {
		return false;
	}

	@Override
	public boolean duplication(Effect.Duplication duplication, RabbitPlace place) {
		return false;
	}

	@Override
	public boolean corruption(Effect.Corruption corruption, RabbitPlace place) {
		return false;
	}

	@Override
	public boolean reordering(Effect.Reordering reordering, RabbitPlace place) {
		return false;
	}

	@Override
	public boolean restart(Effect.Restart restart, RabbitPlace place) {
		return false;
	}

	@Override
	public boolean ackLoss(Effect.AckLoss ackLoss, RabbitPlace place) {
		return false;
	}

	@Override
	public boolean failure(Effect.Failure failure, RabbitPlace place) {
		return false;
	}

	@Override
	public boolean outage(Effect.Outage outage, RabbitPlace place) {
		return true;
	}

	@Override
	public boolean throttle(Effect.Throttle throttle, RabbitPlace place) {
		return false;
	}

}
