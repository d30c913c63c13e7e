package org.chaosspring.engine;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A fault that is drawn per message. Implementations are immutable and know no broker.
 */
public interface Behavior {

	/**
	 * Return the name under which the behavior is configured, counted and logged.
	 * @return a name in kebab case
	 */
	String name();

	/**
	 * Return the parameters, defaults included, as shown to operators.
	 * @return the values by name in kebab case
	 */
	Map<String, Object> parameters();

	/**
	 * Choose what is done to a message that was hit.
	 * @param message the message
	 * @param random the only source of chance, so that a seed repeats the choice
	 * @return the effect
	 */
	Effect effect(MessageView message, RandomGenerator random);

}
