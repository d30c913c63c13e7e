package org.chaosspring.rabbit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

import com.rabbitmq.client.Channel;

/**
 * Keeps acknowledgments correct although some deliveries came twice or in another order:
 * as soon as that may happen, the listener knows each delivery by a number of our own, in
 * the order in which it got them, and what it settles is translated.
 */
final class RabbitDeliveryTags {

	/** A lock and no monitor, as it is held while the broker is told. */
	private final ReentrantLock lock = new ReentrantLock();

	private final NavigableMap<Long, RabbitSharedTag> given = new TreeMap<>();

	private final Deque<Settled> uncommitted = new ArrayDeque<>();

	private final boolean transactional;

	/**
	 * Tags that are to be acknowledged with the next transaction.
	 */
	private final Queue<Long> lost = new ConcurrentLinkedQueue<>();

	private final Deque<Long> uncommittedLost = new ArrayDeque<>();

	/**
	 * The highest tag settled while the listener still knew the broker's own.
	 */
	private volatile long lastSettled;

	private long lastGiven;

	private long lastOwn;

	private volatile boolean renumbered;

	RabbitDeliveryTags(boolean transactional) {
		this.transactional = transactional;
	}

	boolean isRenumbered() {
		return this.renumbered;
	}

	/**
	 * Take note that the listener knows deliveries up to one by the broker's own tags,
	 * unless tags are renumbered.
	 */
	void passed(long tag) {
		this.lock.lock();
		try {
			if (!this.renumbered) {
				this.lastGiven = Math.max(this.lastGiven, tag);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * From now on give deliveries numbers of our own.
	 */
	void renumber() {
		this.lock.lock();
		try {
			if (!this.renumbered) {
				this.lastOwn = this.lastGiven;
				this.renumbered = true;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Go back to the broker's own tags if nothing is open under others.
	 * @param tag the tag of the next delivery
	 */
	void goBackBefore(long tag) {
		this.lock.lock();
		try {
			if (this.renumbered && this.given.isEmpty() && this.uncommitted.isEmpty()) {
				this.lastGiven = tag - 1;
				this.lastSettled = tag - 1;
				this.renumbered = false;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Share one tag of the broker among a delivery and its copies: the broker hears one
	 * acknowledgment when all of them are settled.
	 */
	RabbitSharedTag share(long tag, int deliveries) {
		return new RabbitSharedTag(tag, deliveries);
	}

	long give(RabbitSharedTag shared) {
		this.lock.lock();
		try {
			if (!this.renumbered) {
				passed(shared.tag());
				return shared.tag();
			}
			this.lastGiven++;
			this.given.put(this.lastGiven, shared);
			return this.lastGiven;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lose a delivery of a transaction, which acknowledges it.
	 */
	void lose(long tag) {
		this.lost.add(tag);
	}

	/**
	 * Acknowledge what was lost, before an acknowledgment of several includes it.
	 */
	void acknowledgeLost(Channel channel) throws IOException {
		for (Long tag = this.lost.poll(); tag != null; tag = this.lost.poll()) {
			this.uncommittedLost.add(tag);
			channel.basicAck(tag, false);
		}
	}

	/**
	 * Settle what the listener settles.
	 */
	void settle(long number, boolean multiple, RabbitAcknowledgment acknowledgment, Channel channel)
			throws IOException {
		acknowledgeLost(channel);
		if (!this.renumbered) {
			this.lastSettled = Math.max(this.lastSettled, number);
			acknowledgment.settle(channel, number, multiple);
			return;
		}
		settleRenumbered(number, multiple, acknowledgment, channel);
	}

	private void settleRenumbered(long settledNumber, boolean multiple, RabbitAcknowledgment acknowledgment,
			Channel channel) throws IOException {
		this.lock.lock();
		try {
			long number = (settledNumber == 0 && multiple) ? this.lastGiven : settledNumber;
			if (number <= this.lastOwn) {
				this.lastSettled = Math.max(this.lastSettled, number);
				acknowledgment.settle(channel, number, multiple);
				return;
			}
			if (multiple && this.lastSettled < this.lastOwn) {
				acknowledgment.settle(channel, this.lastOwn, true);
				this.lastSettled = this.lastOwn;
			}
			NavigableMap<Long, RabbitSharedTag> settled = this.given.subMap(multiple ? 0 : number, true, number, true);
			if (settled.isEmpty() && !multiple) {
				// The broker shall say what it thinks of that.
				acknowledgment.settle(channel, Long.MAX_VALUE, false);
			}
			List<Long> numbers = new ArrayList<>(settled.keySet());
			for (long one : numbers) {
				settleOne(one, acknowledgment, channel);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void settleOne(long number, RabbitAcknowledgment acknowledgment, Channel channel) throws IOException {
		RabbitSharedTag shared = this.given.remove(number);
		if (shared != null) {
			if (this.transactional) {
				this.uncommitted.push(new Settled(number, shared, shared.undo()));
			}
			shared.settle(acknowledgment, channel);
		}
	}

	void committed() {
		if (this.renumbered || !this.uncommittedLost.isEmpty()) {
			forgetUncommitted();
		}
	}

	private void forgetUncommitted() {
		this.lock.lock();
		try {
			this.uncommitted.clear();
			this.uncommittedLost.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What was settled in a transaction that is rolled back is open again.
	 */
	void rolledBack() {
		this.lock.lock();
		try {
			this.lost.addAll(this.uncommittedLost);
			this.uncommittedLost.clear();
			for (Settled settled = this.uncommitted.poll(); settled != null; settled = this.uncommitted.poll()) {
				settled.undo.run();
				this.given.put(settled.number, settled.shared);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Everything that is open comes again under other tags.
	 */
	void recovered() {
		this.lock.lock();
		try {
			this.given.clear();
			this.lost.clear();
			forgetUncommitted();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A delivery that was settled in a transaction.
	 *
	 * @param number the number that the listener knows
	 * @param shared its tag
	 * @param undo takes that back
	 */
	private record Settled(long number, RabbitSharedTag shared, Runnable undo) {

	}

}
