package org.chaosspring.engine;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * What lasts from when chaos is switched on until it is switched off, whatever plans come
 * and go meanwhile.
 */
final class Enabling {

	private final @Nullable Instant since;

	private final Allowance allowance;

	private final Set<String> reachedCaps = ConcurrentHashMap.newKeySet();

	Enabling(@Nullable Instant since, Allowance allowance) {
		this.since = since;
		this.allowance = allowance;
	}

	/**
	 * Return since when chaos is on; {@code null} while it is off.
	 */
	@Nullable Instant since() {
		return this.since;
	}

	Allowance allowance() {
		return this.allowance;
	}

	/**
	 * Take note of a cap that was reached.
	 */
	ChaosEvent.CapReached reached(Instant now, String cap, @Nullable InjectionPoint point) {
		return new ChaosEvent.CapReached(now, cap, point, this.reachedCaps.add(cap));
	}

}
