package org.chaosspring.actuate;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts by name, in bounded memory. Thread-safe.
 */
final class NameCounts {

	/**
	 * Names may be without end: those of an application's own injection points, or of
	 * reply queues. Those beyond this number are counted together.
	 */
	static final int MAX_NAMES = 1_000;

	static final String OTHERS = "others";

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	void count(String name) {
		LongAdder known = this.counts.get(name);
		if (known == null) {
			String counted = (this.counts.size() < MAX_NAMES) ? name : OTHERS;
			known = this.counts.computeIfAbsent(counted, (any) -> new LongAdder());
		}
		known.increment();
	}

	Map<String, Long> snapshot() {
		Map<String, Long> snapshot = new TreeMap<>();
		this.counts.forEach((name, count) -> snapshot.put(name, count.sum()));
		return snapshot;
	}

	static long total(Map<String, Long> snapshot) {
		return snapshot.values().stream().mapToLong(Long::longValue).sum();
	}

}
