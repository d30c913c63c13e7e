package org.chaosspring.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Keeps account of what the sender of an order was told and what became of the order on
 * one leg of its way. One that was acknowledged, and neither processed nor dead-lettered
 * within the patience, is missing.
 */
class Leg {

	private final InstantSource clock;

	private final Duration patience;

	private final Map<String, OpenOrder> open = new HashMap<>();

	private final Map<String, Long> latestNumbers = new HashMap<>();

	private long sent;

	private long acknowledged;

	private long sendFailures;

	private long givenUp;

	private long processed;

	private long deadLettered;

	private long duplicates;

	private long outOfOrder;

	Leg(InstantSource clock, Duration patience) {
		this.clock = clock;
		this.patience = patience;
	}

	/**
	 * Enter an order that is about to be sent.
	 * @param id the id of the order
	 * @param customer who ordered
	 * @param number the how manyth order of this customer it is
	 */
	synchronized void sent(String id, String customer, long number) {
		this.sent++;
		this.open.put(id, new OpenOrder(customer, number));
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
		OpenOrder order = this.open.get(id);
		if (order != null) {
			if (order.number < this.latestNumbers.merge(order.customer, order.number, Math::max)) {
				this.outOfOrder++;
			}
			settle(id, order);
		}
	}

	synchronized void deadLettered(String id) {
		this.deadLettered++;
		OpenOrder order = this.open.get(id);
		if (order != null) {
			settle(id, order);
		}
	}

	synchronized void duplicate() {
		this.duplicates++;
	}

	private void settle(String id, OpenOrder order) {
		order.settled = true;
		close(id, order);
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
				this.deadLettered, this.duplicates, this.outOfOrder, unsettled - missing, missing);
	}

	/**
	 * The leg at one moment.
	 *
	 * @param sent orders handed to the client of the broker
	 * @param acknowledged orders of which the broker said that it has them
	 * @param sendFailures attempts to send that failed
	 * @param givenUp orders of which every attempt to send failed
	 * @param processed orders charged, or shipped
	 * @param deadLettered orders that could not be charged, or shipped
	 * @param duplicates deliveries of orders that were already settled
	 * @param outOfOrder orders processed after a later one of the same customer
	 * @param inFlight acknowledged orders that may still arrive
	 * @param missing acknowledged orders that should have arrived
	 */
	record Balance(long sent, long acknowledged, long sendFailures, long givenUp, long processed, long deadLettered,
			long duplicates, long outOfOrder, long inFlight, long missing) {

	}

	private static final class OpenOrder {

		private final String customer;

		private final long number;

		private @Nullable Instant acknowledgedAt;

		private boolean settled;

		OpenOrder(String customer, long number) {
			this.customer = customer;
			this.number = number;
		}

		boolean acknowledgedBefore(Instant deadline) {
			return this.acknowledgedAt != null && this.acknowledgedAt.isBefore(deadline);
		}

	}

}
