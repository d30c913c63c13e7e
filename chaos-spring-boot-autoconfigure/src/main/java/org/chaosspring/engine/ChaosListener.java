package org.chaosspring.engine;

/**
 * Hears what chaos did; decides nothing.
 */
@FunctionalInterface
public interface ChaosListener {

	/**
	 * Take note of an event. Called in the thread in which it happened, for several
	 * events at a time; must not block. What it throws is ignored.
	 * @param event the event
	 */
	void onEvent(ChaosEvent event);

}
