package org.chaosspring.engine;

import org.jspecify.annotations.Nullable;

/**
 * What may happen from when chaos is switched on until it is switched off. Thread-safe;
 * must not block.
 */
public interface Allowance {

	/**
	 * Lets everything happen.
	 */
	Allowance UNLIMITED = new Allowance() {

		@Override
		public @Nullable String spend(ChaosEvent.FaultInjected fault) {
			return null;
		}

		@Override
		public void giveBack(ChaosEvent.FaultInjected fault) {
		}

	};

	/**
	 * Return whether this allowance depends on how many messages pass. Asked once; if it
	 * does, it is told of each message.
	 * @return whether {@link #passes(String)} has to be called
	 */
	default boolean countsMessages() {
		return false;
	}

	/**
	 * Take note of a message, before anything is decided about it.
	 * @param destination where it goes to or comes from
	 */
	default void passes(String destination) {
	}

	/**
	 * Ask for a fault that is about to happen.
	 * @param fault the fault
	 * @return the name of the cap that does not allow it, or {@code null} if it may
	 * happen, which is counted
	 */
	@Nullable String spend(ChaosEvent.FaultInjected fault);

	/**
	 * Take back a fault that was allowed but did not happen.
	 * @param fault the fault
	 */
	void giveBack(ChaosEvent.FaultInjected fault);

}
