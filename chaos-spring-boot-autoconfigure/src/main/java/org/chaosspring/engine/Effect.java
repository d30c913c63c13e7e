package org.chaosspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is done to one message. The set is closed: a behavior chooses among these effects,
 * and every broker knows how to carry out each of them.
 */
public sealed interface Effect {

	/**
	 * Have a broker carry this effect out.
	 * @param <C> what the broker needs to know of the message
	 * @param handler the broker's handler
	 * @param context handed on to the handler
	 * @return whether it was carried out; {@code false} leaves the message as it is
	 */
	<C> boolean carryOut(EffectHandler<C> handler, C context);

	/**
	 * Return whether the message may be held back, which counts against the caps of what
	 * is held.
	 * @return whether it may
	 */
	boolean mayHold();

	/**
	 * The message leaves or arrives late.
	 *
	 * @param delay how long it is held back
	 * @param blocking whether the sending thread waits as well
	 * @param keepOrder whether later messages of the same key or channel wait behind it
	 * @param allowRebalance whether a consumer may be held past its poll limit
	 */
	record Delay(Duration delay, boolean blocking, boolean keepOrder, boolean allowRebalance) implements Effect {

		@Override
		public <C> boolean carryOut(EffectHandler<C> handler, C context) {
			return handler.delay(this, context);
		}

		@Override
		public boolean mayHold() {
			return !this.blocking;
		}

	}

	/**
	 * The message vanishes, and whoever is in charge of it is told that all is well.
	 *
	 * @param allowInTransactions whether a message of a transaction may be lost
	 */
	record Loss(boolean allowInTransactions) implements Effect {

		@Override
		public <C> boolean carryOut(EffectHandler<C> handler, C context) {
			return handler.loss(this, context);
		}

		@Override
		public boolean mayHold() {
			return false;
		}

	}

	/**
	 * The message is sent or delivered again.
	 *
	 * @param copies how many times more
	 */
	record Duplication(int copies) implements Effect {

		@Override
		public <C> boolean carryOut(EffectHandler<C> handler, C context) {
			return handler.duplication(this, context);
		}

		@Override
		public boolean mayHold() {
			return false;
		}

	}

	/**
	 * The serialized bytes of the message are damaged.
	 *
	 * @param damage what is done to the bytes
	 * @param headers whether the values of headers are damaged instead of the payload
	 */
	record Corruption(Damage damage, boolean headers) implements Effect {

		@Override
		public <C> boolean carryOut(EffectHandler<C> handler, C context) {
			return handler.corruption(this, context);
		}

		@Override
		public boolean mayHold() {
			return false;
		}

	}

	/**
	 * The message is overtaken by others.
	 *
	 * @param window how many messages change places at most
	 * @param maxHold how long a message is held back at most
	 * @param seed feeds the order that is drawn
	 */
	record Reordering(int window, Duration maxHold, long seed) implements Effect {

		@Override
		public <C> boolean carryOut(EffectHandler<C> handler, C context) {
			return handler.reordering(this, context);
		}

		@Override
		public boolean mayHold() {
			return true;
		}

	}

	/**
	 * The client that carries the message stops and starts.
	 *
	 * @param downtime how long it stays away
	 */
	record Restart(Duration downtime) implements Effect {

		@Override
		public <C> boolean carryOut(EffectHandler<C> handler, C context) {
			return handler.restart(this, context);
		}

		@Override
		public boolean mayHold() {
			return false;
		}

	}

	/**
	 * The message arrives, but the word that it did is lost: whoever is in charge of it
	 * is told that it failed, or is never told, and does it again.
	 */
	record AckLoss() implements Effect {

		@Override
		public <C> boolean carryOut(EffectHandler<C> handler, C context) {
			return handler.ackLoss(this, context);
		}

		@Override
		public boolean mayHold() {
			return false;
		}

	}

	/**
	 * The client fails.
	 *
	 * @param kind how
	 */
	record Failure(ErrorKind kind) implements Effect {

		@Override
		public <C> boolean carryOut(EffectHandler<C> handler, C context) {
			return handler.failure(this, context);
		}

		@Override
		public boolean mayHold() {
			return false;
		}

	}

	/**
	 * Brokers are out of reach: what the client does then, by its own time-outs, happens.
	 *
	 * @param brokers which, each by its id or {@code host:port}; empty means all
	 * @param failoverAfter when others take over from them, counted from when the outage
	 * began; {@code null} for never
	 * @param began when the outage began
	 * @param evict whether consumers lose their membership of the group as well
	 */
	record Outage(Set<String> brokers, @Nullable Duration failoverAfter, Instant began,
			boolean evict) implements Effect {

		/**
		 * Create an outage.
		 */
		public Outage {
			brokers = Set.copyOf(brokers);
		}

		@Override
		public <C> boolean carryOut(EffectHandler<C> handler, C context) {
			return handler.outage(this, context);
		}

		@Override
		public boolean mayHold() {
			return true;
		}

	}

	/**
	 * The message has to wait for its turn: the client does what it does when it cannot
	 * get rid of messages fast enough, or gets them slowly.
	 *
	 * @param pacer gives out the turns, to all clients that the condition means
	 */
	record Throttle(Pacer pacer) implements Effect {

		@Override
		public <C> boolean carryOut(EffectHandler<C> handler, C context) {
			return handler.throttle(this, context);
		}

		@Override
		public boolean mayHold() {
			return true;
		}

	}

}
