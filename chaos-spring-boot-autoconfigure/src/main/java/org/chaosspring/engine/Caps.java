package org.chaosspring.engine;

import org.jspecify.annotations.Nullable;

/**
 * Asks the guard and its allowance whether something may happen, and tells the listeners
 * when a cap is reached.
 */
final class Caps {

	private final Guard guard;

	private final Holds holds;

	private final ChaosEvents events;

	Caps(Guard guard, Holds holds, ChaosEvents events) {
		this.guard = guard;
		this.holds = holds;
		this.events = events;
	}

	boolean allow(Enabling enabling, ChaosEvent.FaultInjected fault) {
		Effect effect = fault.effect();
		String cap = (effect != null && effect.mayHold()) ? capOfHolds() : null;
		if (cap == null) {
			cap = enabling.allowance().spend(fault);
		}
		return isFree(enabling, cap, fault.point());
	}

	/**
	 * Return whether one more message may be held back behind others.
	 */
	boolean allowHold(Enabling enabling) {
		return isFree(enabling, capOfHolds(), null);
	}

	private @Nullable String capOfHolds() {
		return this.guard.holds(this.holds.size(), this.holds.bytes());
	}

	private boolean isFree(Enabling enabling, @Nullable String reached, @Nullable InjectionPoint point) {
		if (reached != null) {
			this.events.publish(enabling.reached(this.events.now(), reached, point));
		}
		return reached == null;
	}

}
