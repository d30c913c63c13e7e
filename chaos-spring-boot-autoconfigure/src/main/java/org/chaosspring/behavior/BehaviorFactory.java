package org.chaosspring.behavior;

import org.chaosspring.engine.Behavior;

/**
 * Makes the behavior of one name from its parameters.
 */
@FunctionalInterface
public interface BehaviorFactory {

	/**
	 * Make a behavior.
	 * @param parameters what was given for it
	 * @return the behavior
	 * @throws org.chaosspring.engine.InvalidPlanException if a parameter is wrong
	 */
	Behavior create(Parameters parameters);

}
