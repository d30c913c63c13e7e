package org.chaosspring.kafka;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosListener;

/**
 * Remembers what chaos said that it did.
 */
final class Faults implements ChaosListener {

	private final Queue<ChaosEvent> events = new ConcurrentLinkedQueue<>();

	@Override
	public void onEvent(ChaosEvent event) {
		this.events.add(event);
	}

	List<ChaosEvent.FaultInjected> injected() {
		return all(ChaosEvent.FaultInjected.class);
	}

	List<ChaosEvent.InjectionFailed> failed() {
		return all(ChaosEvent.InjectionFailed.class);
	}

	private <T extends ChaosEvent> List<T> all(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

}
