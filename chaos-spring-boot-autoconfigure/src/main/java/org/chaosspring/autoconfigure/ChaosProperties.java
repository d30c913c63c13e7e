package org.chaosspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.chaosspring.observe.MeterStatistic;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for chaos in messaging.
 *
 * @param enabled Whether chaos is on as soon as the application is ready.
 * @param dryRun Whether faults are only counted that would have happened, if chaos is on
 * from the start.
 * @param failureRate Share of the messages that are candidates for a fault, from 0 to 1.
 * @param seed Makes the same message meet the same fault in every run. Without it,
 * chance.
 * @param targetGroups Names of the groups that may be hit. Without any, every message.
 * @param groups Groups of messages by name, besides the built-in ones.
 * @param behaviors Behaviors by name, each with its probability and its parameters.
 * @param conditions Conditions by name that are imposed whenever chaos is enabled, each
 * with its parameters.
 * @param idHeaders Headers that name a message. The first one present wins.
 * @param mark Whether messages that were hit and travel on carry the header
 * 'chaos-fault'.
 * @param timeScale What time-outs of clients are multiplied by while chaos imitates them,
 * more than 0 and at most 1.
 * @param backlogInterval How often the brokers are asked for consumer lag and queue
 * depth. Without it, never.
 * @param safety What keeps chaos within bounds.
 */
@ConfigurationProperties(prefix = ChaosProperties.PREFIX, ignoreUnknownFields = false)
record ChaosProperties(@DefaultValue("false") boolean enabled, @DefaultValue("false") boolean dryRun,
		@DefaultValue("0.01") double failureRate, @Nullable Long seed, @DefaultValue List<String> targetGroups,
		@DefaultValue Map<String, Group> groups, @DefaultValue Map<String, Map<String, String>> behaviors,
		@DefaultValue Map<String, Map<String, String>> conditions, @DefaultValue( {
				"ce_id", "message-id" }) List<String> idHeaders,
		@DefaultValue("true") boolean mark, @DefaultValue("1") double timeScale, @Nullable Duration backlogInterval,
		@DefaultValue Safety safety){

	static final String PREFIX = "chaos.messaging";

	/**
	 * A group. A message belongs to it if it matches every criterion that is set.
	 *
	 * @param broker Broker of the messages, 'kafka' or 'rabbit'. Without it, both.
	 * @param direction Way that the messages take. Without it, both.
	 * @param destinations Topics, exchanges and queues, with '*' for any characters and
	 * '?' for one.
	 * @param points Bean names of templates and ids of listeners.
	 * @param keys Record keys or routing keys, exactly.
	 * @param headers Values of headers by name, exactly. One value of each header has to
	 * match.
	 */
	record Group(@Nullable String broker, @Nullable GroupDirection direction, @DefaultValue List<String> destinations,
			@DefaultValue List<String> points, @DefaultValue List<String> keys,
			@DefaultValue Map<String, List<String>> headers) {

	}

	/**
	 * The way that the messages of a group take.
	 */
	enum GroupDirection {

		/**
		 * From the application to the broker.
		 */
		PRODUCE,

		/**
		 * From the broker to the application.
		 */
		CONSUME

	}

	/**
	 * What keeps chaos within bounds.
	 *
	 * @param maxDuration Longest time that chaos may stay enabled, and how long it does
	 * unless a shorter time is asked for.
	 * @param maxFailureRate Highest failure rate that can be asked for, from 0 to 1.
	 * @param maxFaultsPerSecond How many faults may happen within a second. Without it,
	 * any number.
	 * @param maxFaults How many faults may happen from when chaos is switched on until it
	 * is switched off. Without it, any number.
	 * @param maxShare Share of the messages of each destination that may be hit, from 0
	 * to 1.
	 * @param maxHeldMessages How many messages may be held back at a time.
	 * @param maxHeldSize Largest total size of the messages held back at a time.
	 * @param protectDeadLetters Whether destinations, templates, listeners and groups are
	 * protected that are named like dead letters and retries.
	 * @param protectedNames Destinations, templates, listeners and groups that are never
	 * hit, with '*' for any characters and '?' for one. Case does not matter.
	 * @param forbiddenProfiles Profiles under which chaos cannot be enabled.
	 * @param allowedProfiles Forbidden profiles under which chaos can be enabled
	 * nevertheless.
	 * @param killSwitch What makes enabling impossible and stops everything.
	 * @param halts States of the application that stop chaos.
	 */
	record Safety(@DefaultValue("15m") Duration maxDuration, @DefaultValue("1") double maxFailureRate,
			@Nullable Long maxFaultsPerSecond, @Nullable Long maxFaults, @DefaultValue("1") double maxShare,
			@DefaultValue("100000") int maxHeldMessages, @DefaultValue("64MB") DataSize maxHeldSize,
			@DefaultValue("true") boolean protectDeadLetters, @DefaultValue List<String> protectedNames,
			@DefaultValue( {
					"prod", "production" }) List<String> forbiddenProfiles,
			@DefaultValue List<String> allowedProfiles, @DefaultValue KillSwitch killSwitch, @DefaultValue Halts halts){

	}

	/**
	 * What makes enabling impossible and stops everything.
	 *
	 * @param engaged Whether the switch is engaged. Looked at again and again.
	 * @param file File that engages the switch while it exists, whatever it holds.
	 */
	record KillSwitch(@DefaultValue("false") boolean engaged, @Nullable String file) {

	}

	/**
	 * States of the application that stop chaos.
	 *
	 * @param interval How long from one look to the next, from 10ms to 1s.
	 * @param health Whether chaos stops when the health of the application is not UP.
	 * @param blockedConnection Whether chaos stops when RabbitMQ blocks a connection.
	 * @param maxRebalancesPerMinute How often a Kafka consumer may rebalance within a
	 * minute before chaos stops. Without it, any number of times.
	 * @param meters Bounds for meters by name, beyond which chaos stops.
	 */
	record Halts(@DefaultValue("1s") Duration interval, @DefaultValue("true") boolean health,
			@DefaultValue("true") boolean blockedConnection, @Nullable Long maxRebalancesPerMinute,
			@DefaultValue Map<String, Meter> meters) {

	}

	/**
	 * A bound for a meter.
	 *
	 * @param meter Name of the meter, with dots.
	 * @param tags Tags that the meter has, among others.
	 * @param statistic Statistic of the meter that is compared.
	 * @param above Chaos stops if the meter shows more than this.
	 * @param below Chaos stops if the meter shows less than this.
	 * @param lasting How long the meter has to be beyond the bound without interruption.
	 */
	record Meter(@Nullable String meter, @DefaultValue Map<String, String> tags,
			@DefaultValue("value") MeterStatistic statistic, @Nullable Double above, @Nullable Double below,
			@DefaultValue("0s") Duration lasting) {

	}

}
