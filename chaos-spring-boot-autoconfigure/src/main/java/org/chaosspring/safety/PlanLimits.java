package org.chaosspring.safety;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ImposedCondition;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.parameter.Durations;

/**
 * What no plan may ask for.
 *
 * @param maxDuration the longest time that chaos may stay enabled, and how long it does
 * unless a shorter time is asked for
 * @param maxFailureRate the highest failure rate, from 0 to 1
 * @param protection which groups must not be targeted
 */
public record PlanLimits(Duration maxDuration, double maxFailureRate, Protection protection) {

	/**
	 * How long chaos may be on if nothing else is configured.
	 */
	public static final Duration DEFAULT_MAX_DURATION = Duration.ofMinutes(15);

	/**
	 * Create limits.
	 * @throws InvalidPlanException if one of them is out of range
	 */
	public PlanLimits {
		if (maxDuration.isNegative() || maxDuration.isZero()) {
			throw new InvalidPlanException("max-duration", "must be longer than zero but is " + maxDuration);
		}
		if (!(maxFailureRate >= 0 && maxFailureRate <= 1)) {
			throw new InvalidPlanException("max-failure-rate", "must be a number from 0 to 1 but is " + maxFailureRate);
		}
	}

	/**
	 * Check what a plan asks for, except for how long.
	 * @param plan the plan
	 * @throws InvalidPlanException if it asks for too much
	 */
	public void check(ChaosPlan plan) {
		requireRate(plan.failureRate());
		requireUnprotected("targetGroups", plan.targetGroups());
		for (Map.Entry<String, ImposedCondition> imposed : plan.conditions().entrySet()) {
			requireUnprotected("conditions." + imposed.getKey() + ".groups", imposed.getValue().groups());
		}
	}

	/**
	 * Check a plan, and give it an end if it has none. What is as it was is not checked
	 * again, as the clock may have been set since.
	 * @param from the plan in force
	 * @param to the plan that is asked for
	 * @param now the time
	 * @return the plan with an end, if it is enabled
	 * @throws InvalidPlanException if the plan asks for too much
	 */
	ChaosPlan admit(ChaosPlan from, ChaosPlan to, Instant now) {
		check(to);
		if (!to.enabled()) {
			return to;
		}
		Instant last = last(now);
		Instant until = to.until();
		if (until == null) {
			return to.withUntil(last);
		}
		if (until.isAfter(last) && !(from.enabled() && until.equals(from.until()))) {
			throw new InvalidPlanException("duration", "must be at most " + Durations.format(this.maxDuration));
		}
		return to;
	}

	private void requireRate(double rate) {
		if (rate > this.maxFailureRate) {
			throw new InvalidPlanException("failureRate", "must be at most " + this.maxFailureRate + " but is " + rate);
		}
	}

	private void requireUnprotected(String field, Set<String> groups) {
		for (String group : groups) {
			if (this.protection.covers(group)) {
				throw new InvalidPlanException(field,
						"must not hold a protected name; protected are " + this.protection.patterns());
			}
		}
	}

	private Instant last(Instant now) {
		try {
			return now.plus(this.maxDuration);
		}
		catch (ArithmeticException | DateTimeException ex) {
			throw new InvalidPlanException("duration", "must end within the calendar but is " + this.maxDuration);
		}
	}

}
