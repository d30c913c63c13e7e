package org.chaosspring.rabbit;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;

/**
 * Numbers the messages of a channel whose confirms the application hears itself. The
 * application counts each message when it hands it over; the channel counts it when it is
 * written, which may be later, in another order, twice, or never.
 */
final class RabbitConfirmNumbers implements ConfirmListener {

	private static final long NOBODY = 0;

	private static final Confirm NACKING = ConfirmListener::handleNack;

	private final List<ConfirmListener> listeners = new CopyOnWriteArrayList<>();

	/**
	 * By number of the channel: the number that the application knows, as soon as the two
	 * differ.
	 */
	private final NavigableMap<Long, Long> known = new TreeMap<>();

	/**
	 * The numbers whose confirms are to be negative.
	 */
	private final Set<Long> nackedNumbers = new HashSet<>();

	private final AtomicBoolean nackNextWait = new AtomicBoolean();

	private long next;

	private boolean listening;

	/**
	 * The first number of the channel that may mean another one for the application.
	 */
	private long differFrom = Long.MAX_VALUE;

	RabbitConfirmNumbers(long next) {
		this.next = next;
	}

	synchronized long next() {
		return this.next;
	}

	synchronized long take() {
		return this.next++;
	}

	/**
	 * Say which message a channel is about to write. Once numbers differ, the confirms
	 * are heard even if nobody else listens, as each of them ends what is known of a
	 * number.
	 * @param channel the channel
	 * @param number the number that was taken for the message
	 */
	synchronized void writing(Channel channel, long number) {
		long actual = channel.getNextPublishSeqNo();
		if (this.differFrom == Long.MAX_VALUE && actual != number) {
			this.differFrom = actual;
		}
		if (actual >= this.differFrom) {
			listenTo(channel);
			this.known.put(actual, number);
		}
	}

	/**
	 * Say that the channel is about to write a copy whose confirm is for nobody.
	 */
	void writingCopy(Channel channel) {
		writing(channel, NOBODY);
	}

	/**
	 * Say that the channel is about to write something in place of a message, whose
	 * confirm is to be negative.
	 */
	synchronized void writingNacked(Channel channel, long number) {
		this.differFrom = Math.min(this.differFrom, channel.getNextPublishSeqNo());
		writing(channel, number);
		this.nackedNumbers.add(number);
	}

	/**
	 * Confirm a message instead of the broker.
	 */
	void pretend(long number, boolean ack) throws IOException {
		Confirm confirm = ack ? ConfirmListener::handleAck : ConfirmListener::handleNack;
		for (ConfirmListener listener : this.listeners) {
			confirm.tell(listener, number, false);
		}
	}

	/**
	 * Have the next wait for confirms find out that one was negative.
	 */
	void nackNextWait() {
		this.nackNextWait.set(true);
	}

	/**
	 * Return whether a confirm was negative since the last wait.
	 */
	boolean takeNacked() {
		return this.nackNextWait.getAndSet(false);
	}

	synchronized void add(ConfirmListener listener, Channel channel) {
		listenTo(channel);
		this.listeners.add(listener);
	}

	private void listenTo(Channel channel) {
		if (!this.listening) {
			this.listening = true;
			channel.addConfirmListener(this);
		}
	}

	synchronized boolean remove(ConfirmListener listener, Channel channel) {
		boolean removed = this.listeners.remove(listener);
		if (this.listeners.isEmpty() && this.differFrom == Long.MAX_VALUE) {
			this.listening = false;
			channel.removeConfirmListener(this);
		}
		return removed;
	}

	/**
	 * Go on with another channel, which counts from one again.
	 */
	synchronized void moveTo(Channel channel) {
		this.known.clear();
		this.nackedNumbers.clear();
		this.differFrom = 0;
		this.listening = false;
		listenTo(channel);
	}

	@Override
	public void handleAck(long actual, boolean multiple) throws IOException {
		tell(actual, multiple, ConfirmListener::handleAck);
	}

	@Override
	public void handleNack(long actual, boolean multiple) throws IOException {
		tell(actual, multiple, ConfirmListener::handleNack);
	}

	private void tell(long actual, boolean multiple, Confirm confirm) throws IOException {
		long same = sameNumber(actual, multiple);
		List<Settled> others = takeOthers(actual, multiple);
		for (ConfirmListener listener : this.listeners) {
			if (same > NOBODY) {
				confirm.tell(listener, same, multiple);
			}
			for (Settled other : others) {
				(other.nacked() ? NACKING : confirm).tell(listener, other.number(), false);
			}
		}
	}

	private synchronized long sameNumber(long actual, boolean multiple) {
		long lastSame = this.differFrom - 1;
		return (actual <= lastSame) ? actual : multiple ? lastSame : NOBODY;
	}

	private synchronized List<Settled> takeOthers(long actual, boolean multiple) {
		NavigableMap<Long, Long> settled = this.known.subMap(multiple ? 0 : actual, true, actual, true);
		List<Settled> others = settled.values()
			.stream()
			.filter((number) -> number != NOBODY)
			.map((number) -> new Settled(number, this.nackedNumbers.remove(number)))
			.toList();
		settled.clear();
		return others;
	}

	/**
	 * A message that the broker has confirmed.
	 *
	 * @param number the number that the application knows
	 * @param nacked whether the confirm is to be negative
	 */
	private record Settled(long number, boolean nacked) {

	}

	/**
	 * One of the two confirms that a listener hears.
	 */
	private interface Confirm {

		void tell(ConfirmListener listener, long number, boolean multiple) throws IOException;

	}

}
