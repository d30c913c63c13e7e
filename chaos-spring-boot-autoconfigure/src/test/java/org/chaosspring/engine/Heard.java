package org.chaosspring.engine;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Remembers the events.
 */
final class Heard implements ChaosListener {

	private final Queue<ChaosEvent> events = new ConcurrentLinkedQueue<>();

	@Override
	public void onEvent(ChaosEvent event) {
		this.events.add(event);
	}

	List<ChaosEvent> all() {
		return List.copyOf(this.events);
	}

	List<ChaosEvent.FaultInjected> injected() {
		return all(ChaosEvent.FaultInjected.class);
	}

	List<ChaosEvent.InjectionFailed> failed() {
		return all(ChaosEvent.InjectionFailed.class);
	}

	List<ChaosEvent.PlanChanged> changes() {
		return all(ChaosEvent.PlanChanged.class);
	}

	<T extends ChaosEvent> List<T> all(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

}
