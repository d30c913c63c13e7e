package org.chaosspring.safety;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.chaosspring.engine.Allowance;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.MessageView;
import org.jspecify.annotations.Nullable;

/**
 * Allows faults up to their caps. Seconds are counted from when it was made. Faults at
 * points of the application's own have no destination, and so no share of one.
 */
final class CappedAllowance implements Allowance {

	/**
	 * Destinations beyond this number, such as reply queues with random names, have one
	 * share together.
	 */
	private static final int MAX_DESTINATIONS = 10_000;

	private static final String OTHERS = "";

	private final FaultCaps caps;

	private final LongSupplier nanoTime;

	private final long start;

	private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

	private long total;

	private long second;

	private long inSecond;

	CappedAllowance(FaultCaps caps, LongSupplier nanoTime) {
		this.caps = caps;
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
	}

	@Override
	public boolean countsMessages() {
		return this.caps.share() < 1;
	}

	@Override
	public void passes(String destination) {
		tally(destination).messages.increment();
	}

	@Override
	public synchronized @Nullable String spend(FaultInjected fault) {
		enterSecond();
		Tally tally = tally(fault);
		if (isReached(this.caps.total(), this.total)) {
			return "faults";
		}
		if (isReached(this.caps.perSecond(), this.inSecond)) {
			return "faults-per-second";
		}
		if (tally != null && tally.faults + 1 > this.caps.share() * tally.messages.sum()) {
			return "share";
		}
		count(tally, 1);
		return null;
	}

	@Override
	public synchronized void giveBack(FaultInjected fault) {
		enterSecond();
		count(tally(fault), -1);
	}

	private static boolean isReached(@Nullable Long cap, long count) {
		return cap != null && count >= cap;
	}

	/**
	 * Forget the faults of the second before. One that is given back only later leaves
	 * nothing behind.
	 */
	private void enterSecond() {
		long now = (this.nanoTime.getAsLong() - this.start) / TimeUnit.SECONDS.toNanos(1);
		if (now != this.second) {
			this.second = now;
			this.inSecond = 0;
		}
	}

	private void count(@Nullable Tally tally, int change) {
		this.total += change;
		this.inSecond = Math.max(0, this.inSecond + change);
		if (tally != null) {
			tally.faults += change;
		}
	}

	private @Nullable Tally tally(FaultInjected fault) {
		MessageView message = fault.message();
		return (countsMessages() && message != null) ? tally(message.destination()) : null;
	}

	private Tally tally(String destination) {
		Tally known = this.tallies.get(destination);
		if (known != null) {
			return known;
		}
		String name = (this.tallies.size() < MAX_DESTINATIONS) ? destination : OTHERS;
		return this.tallies.computeIfAbsent(name, (any) -> new Tally());
	}

	/**
	 * The messages and the faults of one destination.
	 */
	private static final class Tally {

		private final LongAdder messages = new LongAdder();

		private long faults;

	}

}
