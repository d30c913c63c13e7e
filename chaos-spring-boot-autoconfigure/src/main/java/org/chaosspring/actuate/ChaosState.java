package org.chaosspring.actuate;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Everything that an operator may know, at one moment. Holds only what JSON can say, so
 * that it looks the same whichever library writes it.
 *
 * @param version grows by one with each change; a request may name it
 * @param enabled whether chaos is on
 * @param dryRun whether faults are only counted that would have happened
 * @param since when chaos was switched on; {@code null} while it is off
 * @param until when chaos switches itself off; {@code null} for never
 * @param failureRate the share of messages that are candidates for a fault
 * @param seed the seed, or {@code null} for chance
 * @param targetGroups the groups that may be hit; empty means every message
 * @param groups the configured groups by name
 * @param behaviors the behaviors in force by name, each with its probability and its
 * parameters, written as a change takes them
 * @param availableBehaviors the names of all behaviors that can be asked for
 * @param conditions the conditions imposed, by name
 * @param counts what happened since the application started
 * @param forecast what the last dry run would have hit
 * @param held how many messages are held back
 * @param lastHalt why chaos stopped by itself last; {@code null} if it never did
 */
public record ChaosState(long version, boolean enabled, boolean dryRun, @Nullable String since, @Nullable String until,
		double failureRate, @Nullable Long seed, Set<String> targetGroups, Map<String, Group> groups,
		Map<String, Map<String, Object>> behaviors, Set<String> availableBehaviors,
		Map<String, Map<String, Object>> conditions, Set<String> availableConditions, Counts counts, Forecast forecast,
		int held, @Nullable Halt lastHalt) {

	/**
	 * A configured group, without the values of keys and headers, which may be personal.
	 *
	 * @param broker the broker; {@code null} for both
	 * @param direction the way that messages take; {@code null} for both
	 * @param destinations patterns for topics, exchanges and queues
	 * @param points the bean names of templates and the ids of listeners
	 * @param keys how many keys the group looks for
	 * @param headers the names of the headers that the group looks at
	 */
	public record Group(@Nullable String broker, @Nullable String direction, List<String> destinations,
			List<String> points, int keys, List<String> headers) {

	}

	/**
	 * What a dry run would have hit.
	 *
	 * @param total all faults
	 * @param behaviors the faults of each behavior and condition
	 * @param groups the faults of each target group
	 * @param destinations the faults of each topic, exchange and queue
	 */
	public record Forecast(long total, Map<String, Long> behaviors, Map<String, Long> groups,
			Map<String, Long> destinations) {

	}

	/**
	 * Why chaos stopped by itself.
	 *
	 * @param time when
	 * @param cause the name of what stopped it
	 * @param reason one phrase for people
	 * @param acknowledged {@code false} while nothing can be enabled because of it
	 */
	public record Halt(String time, String cause, String reason, boolean acknowledged) {

	}

	/**
	 * What happened since the application started.
	 *
	 * @param total all faults
	 * @param injected the faults of each behavior
	 * @param groups the faults of each target group
	 * @param errors errors inside chaos that let a message pass unharmed
	 */
	public record Counts(long total, Map<String, Long> injected, Map<String, Long> groups, long errors) {

	}

}
