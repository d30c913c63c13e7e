package org.chaosspring.fidelity;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The time-outs of a client, against which times are told: machines differ, what a client
 * waits for does not. Time-outs should be far from each other and from nothing.
 */
public final class TimeOuts {

	private final SortedMap<Duration, String> names = new TreeMap<>();

	/**
	 * Add a time-out.
	 * @param name the name of the client's setting
	 * @param timeOut its value
	 * @return this
	 */
	public TimeOuts and(String name, Duration timeOut) {
		this.names.put(timeOut, name);
		return this;
	}

	/**
	 * Tell a time by the longest time-out that is over.
	 * @param elapsed the time
	 * @return {@code at once} or {@code after} a time-out
	 */
	public String tell(Duration elapsed) {
		// Clocks and timers of a client need not agree to the millisecond.
		SortedMap<Duration, String> over = this.names.headMap(elapsed.plus(elapsed.dividedBy(10)));
		return over.isEmpty() ? "at once" : "after `" + over.get(over.lastKey()) + "`";
	}

}
