package org.chaosspring.engine;

import java.util.function.Predicate;

/**
 * Carries all effects out in the same way.
 *
 * @param carryOut does it, and returns whether it was done
 */
record Postman(Predicate<Effect> carryOut) implements EffectHandler<Letter> {

	static final Postman RELIABLE = new Postman((effect) -> true);

	@Override
	public boolean delay(Effect.Delay delay, Letter letter) {
		return this.carryOut.test(delay);
	}

	@Override
	public boolean loss(Effect.Loss loss, Letter letter) {
		return this.carryOut.test(loss);
	}

	@Override
	public boolean duplication(Effect.Duplication duplication, Letter letter) {
		return this.carryOut.test(duplication);
	}

	@Override
	public boolean corruption(Effect.Corruption corruption, Letter letter) {
		return this.carryOut.test(corruption);
	}

	@Override
	public boolean reordering(Effect.Reordering reordering, Letter letter) {
		return this.carryOut.test(reordering);
	}

	@Override
	public boolean restart(Effect.Restart restart, Letter letter) {
		return this.carryOut.test(restart);
	}

	@Override
	public boolean ackLoss(Effect.AckLoss ackLoss, Letter letter) {
		return this.carryOut.test(ackLoss);
	}

	@Override
	public boolean failure(Effect.Failure failure, Letter letter) {
		return this.carryOut.test(failure);
	}

	@Override
	public boolean outage(Effect.Outage outage, Letter letter) {
		return this.carryOut.test(outage);
	}

	@Override
	public boolean throttle(Effect.Throttle throttle, Letter letter) {
		return this.carryOut.test(throttle);
	}

}
