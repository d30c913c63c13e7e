package org.chaosspring.actuate;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosListener;

/**
 * Counts the faults of each behavior and of each target group.
 */
public final class InjectionCounts implements ChaosListener {

	private final NameCounts behaviors = new NameCounts();

	private final NameCounts groups = new NameCounts();

	private final LongAdder errors = new LongAdder();

	@Override
	public void onEvent(ChaosEvent event) {
		if (event instanceof ChaosEvent.FaultInjected fault) {
			this.behaviors.count(fault.behavior());
			this.groups.count(fault.group());
		}
		else if (event instanceof ChaosEvent.InjectionFailed) {
			this.errors.increment();
		}
	}

	ChaosState.Counts snapshot() {
		Map<String, Long> injected = this.behaviors.snapshot();
		return new ChaosState.Counts(NameCounts.total(injected), injected, this.groups.snapshot(), this.errors.sum());
	}

}
