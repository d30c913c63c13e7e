package org.chaosspring.engine;

/**
 * Carries effects out for one broker and one direction: a method an effect, so that the
 * compiler finds the broker that does not know a new one. A method that throws leaves the
 * message as it is, too.
 *
 * @param <C> what the broker needs to know of the message
 */
public interface EffectHandler<C> {

	/**
	 * Hold the message back.
	 * @param delay the effect
	 * @param context the message
	 * @return whether it was done; {@code false} leaves the message as it is
	 */
	boolean delay(Effect.Delay delay, C context);

	/**
	 * Lose the message.
	 * @param loss the effect
	 * @param context the message
	 * @return whether it was done; {@code false} leaves the message as it is
	 */
	boolean loss(Effect.Loss loss, C context);

	/**
	 * Send or deliver the message again.
	 * @param duplication the effect
	 * @param context the message
	 * @return whether it was done; {@code false} leaves the message as it is
	 */
	boolean duplication(Effect.Duplication duplication, C context);

	/**
	 * Damage the message.
	 * @param corruption the effect
	 * @param context the message
	 * @return whether it was done; {@code false} leaves the message as it is
	 */
	boolean corruption(Effect.Corruption corruption, C context);

	/**
	 * Change the place of the message among others.
	 * @param reordering the effect
	 * @param context the message
	 * @return whether it was done; {@code false} leaves the message as it is
	 */
	boolean reordering(Effect.Reordering reordering, C context);

	/**
	 * Restart the client.
	 * @param restart the effect
	 * @param context the message
	 * @return whether it was done; {@code false} leaves the message as it is
	 */
	boolean restart(Effect.Restart restart, C context);

	/**
	 * Lose the word that the message arrived.
	 * @param ackLoss the effect
	 * @param context the message
	 * @return whether it was done; {@code false} leaves the message as it is
	 */
	boolean ackLoss(Effect.AckLoss ackLoss, C context);

	/**
	 * Have the client fail.
	 * @param failure the effect
	 * @param context the message
	 * @return whether it was done; {@code false} leaves the message as it is
	 */
	boolean failure(Effect.Failure failure, C context);

	/**
	 * Have the client find brokers out of reach.
	 * @param outage the effect
	 * @param context the message
	 * @return whether it was done; {@code false} leaves the message as it is
	 */
	boolean outage(Effect.Outage outage, C context);

	/**
	 * Have the message wait for its turn.
	 * @param throttle the effect
	 * @param context the message
	 * @return whether it was done; {@code false} leaves the message as it is
	 */
	boolean throttle(Effect.Throttle throttle, C context);

}
