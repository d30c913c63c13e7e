package org.chaosspring.engine;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Everything that decides about a message, as an immutable snapshot. An instance is
 * always valid: a change that would not be is refused with an
 * {@link InvalidPlanException}.
 *
 * @param enabled whether faults happen at all
 * @param failureRate the share of messages that are candidates for a fault, from 0 to 1
 * @param seed makes the same message identity meet the same fault; {@code null} for
 * chance
 * @param until when chaos switches itself off; {@code null} for never
 * @param targetGroups the names of the groups that may be hit; empty means every message
 * @param behaviors the behaviors by name, each with its own probability
 * @param conditions the conditions by name, each with whom it is imposed on
 * @param dryRun whether faults are only counted that would have happened
 */
public record ChaosPlan(boolean enabled, double failureRate, @Nullable Long seed, @Nullable Instant until,
		Set<String> targetGroups, Map<String, WeightedBehavior> behaviors, Map<String, ImposedCondition> conditions,
		boolean dryRun) {

	/**
	 * The share of messages that are candidates if nothing else is said.
	 */
	public static final double DEFAULT_FAILURE_RATE = 0.01;

	/**
	 * The plan of an application that configured nothing: off, 1 % when switched on, all
	 * messages meant, no behavior and no condition.
	 */
	public static final ChaosPlan DEFAULT = new ChaosPlan(false, DEFAULT_FAILURE_RATE, null, null, Set.of(), Map.of(),
			Map.of());

	private static final int MAX_NAME_LENGTH = 255;

	/**
	 * Create a plan.
	 * @throws InvalidPlanException if the rate is out of range, the name of a group is
	 * not usable, or a plan that is off is to be a dry run
	 */
	public ChaosPlan {
		if (dryRun && !enabled) {
			throw new InvalidPlanException("dryRun", "needs chaos to be enabled, or enabled to be true");
		}
		requireProbability("failureRate", failureRate);
		for (String group : targetGroups) {
			if (!isGroupName(group)) {
				throw new InvalidPlanException("targetGroups", "must hold names of 1 to " + MAX_NAME_LENGTH
						+ " characters that are neither blank nor control");
			}
		}
		targetGroups = Collections.unmodifiableSortedSet(new TreeSet<>(targetGroups));
		behaviors = Collections.unmodifiableSortedMap(new TreeMap<>(behaviors));
		conditions = Collections.unmodifiableSortedMap(new TreeMap<>(conditions));
	}

	/**
	 * Create a plan that is no dry run.
	 * @param enabled whether faults happen at all
	 * @param failureRate the share of messages that are candidates for a fault
	 * @param seed the seed; {@code null} for chance
	 * @param until when chaos switches itself off; {@code null} for never
	 * @param targetGroups the names of the groups that may be hit
	 * @param behaviors the behaviors by name
	 * @param conditions the conditions by name
	 * @throws InvalidPlanException if the rate is out of range or the name of a group is
	 * not usable
	 */
	public ChaosPlan(boolean enabled, double failureRate, @Nullable Long seed, @Nullable Instant until,
			Set<String> targetGroups, Map<String, WeightedBehavior> behaviors,
			Map<String, ImposedCondition> conditions) {
		this(enabled, failureRate, seed, until, targetGroups, behaviors, conditions, false);
	}

	/**
	 * Return this plan switched on.
	 * @param until when it switches itself off, or {@code null} for never
	 * @return the changed plan
	 */
	public ChaosPlan switchedOn(@Nullable Instant until) {
		return new ChaosPlan(true, this.failureRate, this.seed, until, this.targetGroups, this.behaviors,
				this.conditions, false);
	}

	/**
	 * Return this plan switched on as a dry run, which decides about messages and only
	 * counts the faults that would have happened.
	 * @param until when it switches itself off, or {@code null} for never
	 * @return the changed plan
	 */
	public ChaosPlan dryRunning(@Nullable Instant until) {
		return new ChaosPlan(true, this.failureRate, this.seed, until, this.targetGroups, this.behaviors,
				this.conditions, true);
	}

	/**
	 * Return this plan switched off.
	 * @return the changed plan
	 */
	public ChaosPlan switchedOff() {
		return new ChaosPlan(false, this.failureRate, this.seed, null, this.targetGroups, this.behaviors,
				this.conditions, false);
	}

	/**
	 * Return this plan with another end.
	 * @param end when it switches itself off, or {@code null} for never
	 * @return the changed plan
	 */
	public ChaosPlan withUntil(@Nullable Instant end) {
		return new ChaosPlan(this.enabled, this.failureRate, this.seed, end, this.targetGroups, this.behaviors,
				this.conditions, this.dryRun);
	}

	/**
	 * Return this plan with another failure rate.
	 * @param rate the share of messages that are candidates, from 0 to 1
	 * @return the changed plan
	 */
	public ChaosPlan withFailureRate(double rate) {
		return new ChaosPlan(this.enabled, rate, this.seed, this.until, this.targetGroups, this.behaviors,
				this.conditions, this.dryRun);
	}

	/**
	 * Return this plan with another seed.
	 * @param newSeed the seed, or {@code null} for chance
	 * @return the changed plan
	 */
	public ChaosPlan withSeed(@Nullable Long newSeed) {
		return new ChaosPlan(this.enabled, this.failureRate, newSeed, this.until, this.targetGroups, this.behaviors,
				this.conditions, this.dryRun);
	}

	/**
	 * Return this plan with other target groups.
	 * @param groups the names of the groups that may be hit; empty means every message
	 * @return the changed plan
	 */
	public ChaosPlan withTargetGroups(Collection<String> groups) {
		return new ChaosPlan(this.enabled, this.failureRate, this.seed, this.until, Set.copyOf(groups), this.behaviors,
				this.conditions, this.dryRun);
	}

	/**
	 * Return this plan with one more target group.
	 * @param group the name of the group
	 * @return the changed plan
	 */
	public ChaosPlan withTargetGroup(String group) {
		SortedSet<String> groups = new TreeSet<>(this.targetGroups);
		groups.add(group);
		return withTargetGroups(groups);
	}

	/**
	 * Return this plan without a target group. Without the last one, every message is
	 * meant.
	 * @param group the name of the group
	 * @return the changed plan
	 */
	public ChaosPlan withoutTargetGroup(String group) {
		SortedSet<String> groups = new TreeSet<>(this.targetGroups);
		groups.remove(group);
		return withTargetGroups(groups);
	}

	/**
	 * Return this plan with a behavior added, or replaced if there is one of that name.
	 * @param behavior the behavior
	 * @param probability the probability that it is considered for a candidate, from 0 to
	 * 1
	 * @return the changed plan
	 */
	public ChaosPlan withBehavior(Behavior behavior, double probability) {
		SortedMap<String, WeightedBehavior> changed = new TreeMap<>(this.behaviors);
		changed.put(behavior.name(), new WeightedBehavior(behavior, probability));
		return withBehaviors(changed);
	}

	/**
	 * Return this plan without a behavior.
	 * @param name the name of the behavior
	 * @return the changed plan
	 */
	public ChaosPlan withoutBehavior(String name) {
		SortedMap<String, WeightedBehavior> changed = new TreeMap<>(this.behaviors);
		changed.remove(name);
		return withBehaviors(changed);
	}

	private ChaosPlan withBehaviors(Map<String, WeightedBehavior> changed) {
		return new ChaosPlan(this.enabled, this.failureRate, this.seed, this.until, this.targetGroups, changed,
				this.conditions, this.dryRun);
	}

	/**
	 * Return this plan with a condition imposed, or replaced if there is one of that
	 * name.
	 * @param imposed the condition and whom it is imposed on
	 * @return the changed plan
	 */
	public ChaosPlan withCondition(ImposedCondition imposed) {
		SortedMap<String, ImposedCondition> changed = new TreeMap<>(this.conditions);
		changed.put(imposed.condition().name(), imposed);
		return withConditions(changed);
	}

	/**
	 * Return this plan with a condition lifted.
	 * @param name the name of the condition
	 * @return the changed plan
	 */
	public ChaosPlan withoutCondition(String name) {
		SortedMap<String, ImposedCondition> changed = new TreeMap<>(this.conditions);
		changed.remove(name);
		return withConditions(changed);
	}

	private ChaosPlan withConditions(Map<String, ImposedCondition> changed) {
		return new ChaosPlan(this.enabled, this.failureRate, this.seed, this.until, this.targetGroups, this.behaviors,
				changed, this.dryRun);
	}

	static void requireProbability(String field, double value) {
		if (!(value >= 0 && value <= 1)) {
			throw new InvalidPlanException(field, "must be a number from 0 to 1 but is " + value);
		}
	}

	/**
	 * Check the name of a group.
	 * @param field the name of the field, for the error
	 * @param name the name of the group
	 * @throws InvalidPlanException if the name is not usable
	 */
	public static void requireGroupName(String field, String name) {
		if (!isGroupName(name)) {
			throw new InvalidPlanException(field,
					"must have 1 to " + MAX_NAME_LENGTH + " characters, neither blank nor control");
		}
	}

	private static boolean isGroupName(String name) {
		return !name.isBlank() && name.length() <= MAX_NAME_LENGTH && name.chars().noneMatch(Character::isISOControl);
	}

}
