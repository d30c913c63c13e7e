package org.chaosspring.safety;

import java.util.Collection;

/**
 * Several conditions at a time, as configuration may ask for any number of them.
 */
@FunctionalInterface
public interface HaltConditions {

	/**
	 * Return the conditions. Called each time when chaos is switched on.
	 * @return the conditions
	 */
	Collection<? extends HaltCondition> conditions();

}
