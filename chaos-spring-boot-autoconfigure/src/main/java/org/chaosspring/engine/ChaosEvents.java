package org.chaosspring.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells the listeners what happened.
 */
final class ChaosEvents {

	private final List<ChaosListener> listeners = new CopyOnWriteArrayList<>();

	private final InstantSource clock;

	ChaosEvents(InstantSource clock) {
		this.clock = clock;
	}

	void addListener(ChaosListener listener) {
		this.listeners.add(listener);
	}

	Instant now() {
		return this.clock.instant();
	}

	void publish(ChaosEvent event) {
		for (ChaosListener listener : this.listeners) {
			try {
				listener.onEvent(event);
			}
			catch (Throwable ex) {
				// Whoever listens must not harm the message, by whatever it throws.
			}
		}
	}

	void failed(InjectionPoint point, Throwable cause) {
		publish(new ChaosEvent.InjectionFailed(now(), point, cause));
	}

	void refused(String field, String expected, ChangeCause cause) {
		publish(new ChaosEvent.ChangeRefused(now(), field, expected, cause));
	}

}
