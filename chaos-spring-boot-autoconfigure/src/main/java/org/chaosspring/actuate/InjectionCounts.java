package org.chaosspring.actuate;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosListener;

/**
 * Counts the faults of each behavior and of each target group.
 */
public final class InjectionCounts implements ChaosListener {

	/**
	 * An application may make up names for its own injection points without end; those
	 * beyond this number are counted together.
	 */
	static final int MAX_NAMES = 1_000;

	static final String OTHERS = "others";

	private final Map<String, LongAdder> behaviors = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> groups = new ConcurrentHashMap<>();

	private final LongAdder errors = new LongAdder();

	@Override
	public void onEvent(ChaosEvent event) {
		if (event instanceof ChaosEvent.FaultInjected fault) {
			count(this.behaviors, fault.behavior());
			count(this.groups, fault.group());
		}
		else if (event instanceof ChaosEvent.InjectionFailed) {
			this.errors.increment();
		}
	}

	private static void count(Map<String, LongAdder> counts, String name) {
		LongAdder known = counts.get(name);
		if (known == null) {
			known = counts.computeIfAbsent((counts.size() < MAX_NAMES) ? name : OTHERS, (any) -> new LongAdder());
		}
		known.increment();
	}

	ChaosState.Counts snapshot() {
		Map<String, Long> injected = snapshot(this.behaviors);
		long total = injected.values().stream().mapToLong(Long::longValue).sum();
		return new ChaosState.Counts(total, injected, snapshot(this.groups), this.errors.sum());
	}

	private static Map<String, Long> snapshot(Map<String, LongAdder> counts) {
		Map<String, Long> snapshot = new TreeMap<>();
		counts.forEach((name, count) -> snapshot.put(name, count.sum()));
		return snapshot;
	}

}
