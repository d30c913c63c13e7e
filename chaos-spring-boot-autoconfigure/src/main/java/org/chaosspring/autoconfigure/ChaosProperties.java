package org.chaosspring.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties for chaos in messaging.
 *
 * @param enabled Whether faults happen from the start.
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
 */
@ConfigurationProperties(prefix = ChaosProperties.PREFIX, ignoreUnknownFields = false)
record ChaosProperties(@DefaultValue("false") boolean enabled, @DefaultValue("0.01") double failureRate,
		@Nullable Long seed, @DefaultValue List<String> targetGroups, @DefaultValue Map<String, Group> groups,
		@DefaultValue Map<String, Map<String, String>> behaviors,
		@DefaultValue Map<String, Map<String, String>> conditions, @DefaultValue( {
				"ce_id", "message-id" }) List<String> idHeaders,
		@DefaultValue("true") boolean mark, @DefaultValue("1") double timeScale){

	static final String PREFIX = "chaos.messaging";

	/**
	 * A group. A message belongs to it if it meets everything that is said.
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

}
