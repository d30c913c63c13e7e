package org.chaosspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties for chaos in messaging. What is always bound is a JavaBean, as
 * Spring Boot's own properties are: the first record that an application binds costs it
 * several times as much while it starts.
 */
@ConfigurationProperties(prefix = ChaosProperties.PREFIX, ignoreUnknownFields = false)
final class ChaosProperties {

	static final String PREFIX = "chaos.messaging";

	/**
	 * Whether chaos is on as soon as the application is ready.
	 */
	private boolean enabled;

	/**
	 * Whether faults are only counted that would have happened, if chaos is on from the
	 * start.
	 */
	private boolean dryRun;

	/**
	 * Share of the messages that are candidates for a fault, from 0 to 1.
	 */
	private double failureRate = 0.01;

	/**
	 * Makes the same message meet the same fault in every run. Without it, chance.
	 */
	private @Nullable Long seed;

	/**
	 * Names of the groups that may be hit. Without any, every message.
	 */
	private List<String> targetGroups = List.of();

	/**
	 * Groups of messages by name, besides the built-in ones.
	 */
	private Map<String, Group> groups = Map.of();

	/**
	 * Behaviors by name, each with its probability and its parameters.
	 */
	private Map<String, Map<String, String>> behaviors = Map.of();

	/**
	 * Conditions by name that are imposed whenever chaos is enabled, each with its
	 * parameters.
	 */
	private Map<String, Map<String, String>> conditions = Map.of();

	/**
	 * Headers that name a message. The first one present wins.
	 */
	private List<String> idHeaders = List.of("ce_id", "message-id");

	/**
	 * Whether messages that were hit and travel on carry the header 'chaos-fault'.
	 */
	private boolean mark = true;

	/**
	 * What time-outs of clients are multiplied by while chaos imitates them, more than 0
	 * and at most 1.
	 */
	private double timeScale = 1;

	/**
	 * How often the brokers are asked for consumer lag and queue depth. Without it,
	 * never.
	 */
	private @Nullable Duration backlogInterval;

	/**
	 * What keeps chaos within bounds.
	 */
	@NestedConfigurationProperty
	private final SafetyProperties safety = new SafetyProperties();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isDryRun() {
		return this.dryRun;
	}

	public void setDryRun(boolean dryRun) {
		this.dryRun = dryRun;
	}

	public double getFailureRate() {
		return this.failureRate;
	}

	public void setFailureRate(double failureRate) {
		this.failureRate = failureRate;
	}

	public @Nullable Long getSeed() {
		return this.seed;
	}

	public void setSeed(@Nullable Long seed) {
		this.seed = seed;
	}

	public List<String> getTargetGroups() {
		return this.targetGroups;
	}

	public void setTargetGroups(List<String> targetGroups) {
		this.targetGroups = targetGroups;
	}

	public Map<String, Group> getGroups() {
		return this.groups;
	}

	public void setGroups(Map<String, Group> groups) {
		this.groups = groups;
	}

	public Map<String, Map<String, String>> getBehaviors() {
		return this.behaviors;
	}

	public void setBehaviors(Map<String, Map<String, String>> behaviors) {
		this.behaviors = behaviors;
	}

	public Map<String, Map<String, String>> getConditions() {
		return this.conditions;
	}

	public void setConditions(Map<String, Map<String, String>> conditions) {
		this.conditions = conditions;
	}

	public List<String> getIdHeaders() {
		return this.idHeaders;
	}

	public void setIdHeaders(List<String> idHeaders) {
		this.idHeaders = idHeaders;
	}

	public boolean isMark() {
		return this.mark;
	}

	public void setMark(boolean mark) {
		this.mark = mark;
	}

	public double getTimeScale() {
		return this.timeScale;
	}

	public void setTimeScale(double timeScale) {
		this.timeScale = timeScale;
	}

	public @Nullable Duration getBacklogInterval() {
		return this.backlogInterval;
	}

	public void setBacklogInterval(@Nullable Duration backlogInterval) {
		this.backlogInterval = backlogInterval;
	}

	public SafetyProperties getSafety() {
		return this.safety;
	}

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

}
