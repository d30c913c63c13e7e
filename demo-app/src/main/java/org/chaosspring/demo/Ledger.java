package org.chaosspring.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Keeps account of what the sender of an order was told and what became of the order. One
 * that was acknowledged, and neither processed nor dead-lettered within the patience, is
 * missing.
 */
class Ledger {

	private final InstantSource clock;

	private final Duration patience;

	private final Map<String, OpenOrder> open = new HashMap<>();

	private long sent;

	private long acknowledged;

	private long sendFailures;

	private long givenUp;

	private long processed;

	private long deadLettered;

	private long duplicates;

	Ledger(InstantSource clock, Duration patience) {
		this.clock = clock;
		this.patience = patience;
	}

	synchronized void sent(String id) {
		this.sent++;
		this.open.put(id, new OpenOrder());
	}

	synchronized void sendFailed() {
		this.sendFailures++;
	}

	synchronized void givenUp(String id) {
		this.givenUp++;
		this.open.remove(id);
	}

	synchronized void acknowledged(String id) {
		this.acknowledged++;
		OpenOrder order = Objects.requireNonNull(this.open.get(id), "Never sent");
		order.acknowledgedAt = this.clock.instant();
		close(id, order);
	}

	synchronized void processed(String id) {
		this.processed++;
		settle(id);
	}

	synchronized void deadLettered(String id) {
		this.deadLettered++;
		settle(id);
	}

	synchronized void duplicate() {
		this.duplicates++;
	}

	private void settle(String id) {
		OpenOrder order = this.open.get(id);
		if (order != null) {
			order.settled = true;
			close(id, order);
		}
	}

	private void close(String id, OpenOrder order) {
		if (order.settled && order.acknowledgedAt != null) {
			this.open.remove(id);
		}
	}

	synchronized Balance balance() {
		Instant deadline = this.clock.instant().minus(this.patience);
		long missing = this.open.values().stream().filter((order) -> order.acknowledgedBefore(deadline)).count();
		long unsettled = this.open.values().stream().filter((order) -> order.acknowledgedAt != null).count();
		return new Balance(this.sent, this.acknowledged, this.sendFailures, this.givenUp, this.processed,
				this.deadLettered, this.duplicates, unsettled - missing, missing);
	}

	/**
	 * The ledger at one moment.
	 *
	 * @param sent orders taken and handed to Kafka
	 * @param acknowledged orders of which Kafka said that it has them
	 * @param sendFailures attempts to send that failed
	 * @param givenUp orders of which every attempt to send failed
	 * @param processed orders charged
	 * @param deadLettered orders that could not be charged
	 * @param duplicates deliveries of orders that were already settled
	 * @param inFlight acknowledged orders that may still arrive
	 * @param missing acknowledged orders that should have arrived
	 */
	record Balance(long sent, long acknowledged, long sendFailures, long givenUp, long processed, long deadLettered,
			long duplicates, long inFlight, long missing) {

	}

	private static final class OpenOrder {

		private @Nullable Instant acknowledgedAt;

		private boolean settled;

		boolean acknowledgedBefore(Instant deadline) {
			return this.acknowledgedAt != null && this.acknowledgedAt.isBefore(deadline);
		}

	}

}
