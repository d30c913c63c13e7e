package org.chaosspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.chaosspring.halt.MeterStatistic;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for what keeps chaos within bounds.
 */
final class SafetyProperties {

	/**
	 * Longest time that chaos may stay enabled, and how long it does unless a shorter
	 * time is asked for.
	 */
	private Duration maxDuration = Duration.ofMinutes(15);

	/**
	 * Highest failure rate that can be asked for, from 0 to 1.
	 */
	private double maxFailureRate = 1;

	/**
	 * How many faults may happen within a second. Without it, any number.
	 */
	private @Nullable Long maxFaultsPerSecond;

	/**
	 * How many faults may happen from when chaos is switched on until it is switched off.
	 * Without it, any number.
	 */
	private @Nullable Long maxFaults;

	/**
	 * Share of the messages of each destination that may be hit, from 0 to 1.
	 */
	private double maxShare = 1;

	/**
	 * How many messages may be held back at a time.
	 */
	private int maxHeldMessages = 100000;

	/**
	 * Largest total size of the messages held back at a time.
	 */
	private DataSize maxHeldSize = DataSize.ofMegabytes(64);

	/**
	 * Whether destinations, templates, listeners and groups are protected that are named
	 * like dead letters and retries.
	 */
	private boolean protectDeadLetters = true;

	/**
	 * Destinations, templates, listeners and groups that are never hit, with '*' for any
	 * characters and '?' for one. Case does not matter.
	 */
	private List<String> protectedNames = List.of();

	/**
	 * Profiles under which chaos cannot be enabled.
	 */
	private List<String> forbiddenProfiles = List.of("prod", "production");

	/**
	 * Forbidden profiles under which chaos can be enabled nevertheless.
	 */
	private List<String> allowedProfiles = List.of();

	/**
	 * What makes enabling impossible and stops everything.
	 */
	private final KillSwitch killSwitch = new KillSwitch();

	/**
	 * States of the application that stop chaos.
	 */
	private final Halts halts = new Halts();

	public Duration getMaxDuration() {
		return this.maxDuration;
	}

	public void setMaxDuration(Duration maxDuration) {
		this.maxDuration = maxDuration;
	}

	public double getMaxFailureRate() {
		return this.maxFailureRate;
	}

	public void setMaxFailureRate(double maxFailureRate) {
		this.maxFailureRate = maxFailureRate;
	}

	public @Nullable Long getMaxFaultsPerSecond() {
		return this.maxFaultsPerSecond;
	}

	public void setMaxFaultsPerSecond(@Nullable Long maxFaultsPerSecond) {
		this.maxFaultsPerSecond = maxFaultsPerSecond;
	}

	public @Nullable Long getMaxFaults() {
		return this.maxFaults;
	}

	public void setMaxFaults(@Nullable Long maxFaults) {
		this.maxFaults = maxFaults;
	}

	public double getMaxShare() {
		return this.maxShare;
	}

	public void setMaxShare(double maxShare) {
		this.maxShare = maxShare;
	}

	public int getMaxHeldMessages() {
		return this.maxHeldMessages;
	}

	public void setMaxHeldMessages(int maxHeldMessages) {
		this.maxHeldMessages = maxHeldMessages;
	}

	public DataSize getMaxHeldSize() {
		return this.maxHeldSize;
	}

	public void setMaxHeldSize(DataSize maxHeldSize) {
		this.maxHeldSize = maxHeldSize;
	}

	public boolean isProtectDeadLetters() {
		return this.protectDeadLetters;
	}

	public void setProtectDeadLetters(boolean protectDeadLetters) {
		this.protectDeadLetters = protectDeadLetters;
	}

	public List<String> getProtectedNames() {
		return this.protectedNames;
	}

	public void setProtectedNames(List<String> protectedNames) {
		this.protectedNames = protectedNames;
	}

	public List<String> getForbiddenProfiles() {
		return this.forbiddenProfiles;
	}

	public void setForbiddenProfiles(List<String> forbiddenProfiles) {
		this.forbiddenProfiles = forbiddenProfiles;
	}

	public List<String> getAllowedProfiles() {
		return this.allowedProfiles;
	}

	public void setAllowedProfiles(List<String> allowedProfiles) {
		this.allowedProfiles = allowedProfiles;
	}

	public KillSwitch getKillSwitch() {
		return this.killSwitch;
	}

	public Halts getHalts() {
		return this.halts;
	}

	/**
	 * What makes enabling impossible and stops everything.
	 */
	static final class KillSwitch {

		/**
		 * Whether the switch is engaged. Looked at again and again.
		 */
		private boolean engaged;

		/**
		 * File that engages the switch while it exists, whatever it holds.
		 */
		private @Nullable String file;

		public boolean isEngaged() {
			return this.engaged;
		}

		public void setEngaged(boolean engaged) {
			this.engaged = engaged;
		}

		public @Nullable String getFile() {
			return this.file;
		}

		public void setFile(@Nullable String file) {
			this.file = file;
		}

	}

	/**
	 * States of the application that stop chaos.
	 */
	static final class Halts {

		/**
		 * How long from one look to the next, from 10ms to 1s.
		 */
		private Duration interval = Duration.ofSeconds(1);

		/**
		 * Whether chaos stops when the health of the application is not UP.
		 */
		private boolean health = true;

		/**
		 * Whether chaos stops when RabbitMQ blocks a connection.
		 */
		private boolean blockedConnection = true;

		/**
		 * How often a Kafka consumer may rebalance within a minute before chaos stops.
		 * Without it, any number of times.
		 */
		private @Nullable Long maxRebalancesPerMinute;

		/**
		 * Bounds for meters by name, beyond which chaos stops.
		 */
		private Map<String, Meter> meters = Map.of();

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

		public boolean isHealth() {
			return this.health;
		}

		public void setHealth(boolean health) {
			this.health = health;
		}

		public boolean isBlockedConnection() {
			return this.blockedConnection;
		}

		public void setBlockedConnection(boolean blockedConnection) {
			this.blockedConnection = blockedConnection;
		}

		public @Nullable Long getMaxRebalancesPerMinute() {
			return this.maxRebalancesPerMinute;
		}

		public void setMaxRebalancesPerMinute(@Nullable Long maxRebalancesPerMinute) {
			this.maxRebalancesPerMinute = maxRebalancesPerMinute;
		}

		public Map<String, Meter> getMeters() {
			return this.meters;
		}

		public void setMeters(Map<String, Meter> meters) {
			this.meters = meters;
		}

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
