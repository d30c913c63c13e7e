package org.chaosspring.behavior;

import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.MessageView;
import org.chaosspring.parameter.Parameters;

/**
 * {@code network-delay}: the message leaves or arrives late.
 *
 * @param delay how late at least
 * @param maxDelay how late at most; the same as {@code delay} for a fixed time
 * @param distribution how delays spread between the two
 * @param blocking whether the sending thread waits as well, as with a full buffer
 * @param keepOrder whether later messages of the same key or channel wait behind it
 * @param allowRebalance whether a Kafka consumer may be held past
 * {@code max.poll.interval.ms}
 */
record NetworkDelay(Duration delay, Duration maxDelay, Distribution distribution, boolean blocking, boolean keepOrder,
		boolean allowRebalance) implements Behavior {

	static final String NAME = "network-delay";

	static NetworkDelay from(Parameters given) {
		Duration delay = given.duration("delay", Duration.ofMillis(100));
		Duration maxDelay = given.duration("max-delay", delay);
		if (maxDelay.compareTo(delay) < 0) {
			throw new InvalidPlanException("max-delay", "must not be shorter than delay");
		}
		return new NetworkDelay(delay, maxDelay, given.choice("distribution", Distribution.UNIFORM),
				given.flag("blocking", false), given.flag("keep-order", true), given.flag("allow-rebalance", false));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("delay", this.delay, "max-delay", this.maxDelay, "distribution",
				Parameters.label(this.distribution), "blocking", this.blocking, "keep-order", this.keepOrder,
				"allow-rebalance", this.allowRebalance);
	}

	@Override
	public Effect effect(MessageView message, RandomGenerator random) {
		long range = this.maxDelay.minus(this.delay).toNanos();
		Duration drawn = this.delay.plusNanos(Math.round(range * this.distribution.draw(random)));
		return new Effect.Delay(drawn, this.blocking, this.keepOrder, this.allowRebalance);
	}

	/**
	 * How delays spread between the shortest, 0, and the longest, 1.
	 */
	enum Distribution {

		/**
		 * Every delay is as likely as any other.
		 */
		UNIFORM {

			@Override
			double draw(RandomGenerator random) {
				return random.nextDouble();
			}

		},

		/**
		 * A bell around the middle, six standard deviations wide, cut at both ends.
		 */
		NORMAL {

			@Override
			double draw(RandomGenerator random) {
				return Math.min(1, Math.max(0, 0.5 + random.nextGaussian() / 6));
			}

		},

		/**
		 * Mostly short, with a mean of a fifth of the range, cut at the end.
		 */
		EXPONENTIAL {

			@Override
			double draw(RandomGenerator random) {
				return Math.min(1, -Math.log(1 - random.nextDouble()) / 5);
			}

		};

		abstract double draw(RandomGenerator random);

	}

}
