package org.chaosspring.condition;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

import org.chaosspring.engine.Condition;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.parameter.Parameters;

/**
 * {@code degraded-network}: messages are later and later, and more and more of them are
 * lost.
 *
 * @param delayFrom how late messages are at the beginning
 * @param delayTo how late they are at the end of the ramp, and from then on
 * @param lossFrom the share of messages that is lost at the beginning, from 0 to 1
 * @param lossTo the share that is lost at the end of the ramp, and from then on
 * @param ramp how long it takes to get there
 */
record DegradedNetwork(Duration delayFrom, Duration delayTo, double lossFrom, double lossTo,
		Duration ramp) implements Condition {

	static final String NAME = "degraded-network";

	static DegradedNetwork from(Parameters given) {
		Duration delayFrom = given.duration("delay-from", Duration.ofMillis(10));
		Duration delayTo = given.duration("delay-to", Duration.ofSeconds(1));
		double lossFrom = given.number("loss-from", 0, 0, 1);
		double lossTo = given.number("loss-to", 0.1, 0, 1);
		if (delayTo.compareTo(delayFrom) < 0) {
			throw new InvalidPlanException("delay-to", "must not be shorter than delay-from");
		}
		if (lossTo < lossFrom) {
			throw new InvalidPlanException("loss-to", "must not be less than loss-from");
		}
		return new DegradedNetwork(delayFrom, delayTo, lossFrom, lossTo, given.duration("ramp", Duration.ofMinutes(1)));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("delay-from", this.delayFrom, "delay-to", this.delayTo, "loss-from", this.lossFrom, "loss-to",
				this.lossTo, "ramp", this.ramp);
	}

	@Override
	public Course begin(InstantSource clock) {
		Instant began = clock.instant();
		return (message, random) -> {
			double progress = progress(Duration.between(began, clock.instant()));
			return (random.nextDouble() < loss(progress)) ? new Effect.Loss(false)
					: new Effect.Delay(delay(progress), false, true, false);
		};
	}

	private double progress(Duration elapsed) {
		return Math.max(0, Math.min(1, (double) elapsed.toNanos() / this.ramp.toNanos()));
	}

	private double loss(double progress) {
		return this.lossFrom + progress * (this.lossTo - this.lossFrom);
	}

	private Duration delay(double progress) {
		return this.delayFrom.plusNanos(Math.round(progress * this.delayTo.minus(this.delayFrom).toNanos()));
	}

}
