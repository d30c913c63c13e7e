package org.chaosspring.parameter;

/**
 * Makes something that has a name of the parameters that it was configured with.
 *
 * @param <T> what is made
 */
public interface Factory<T> {

	/**
	 * Return the name under which it can be asked for.
	 * @return a name in kebab case
	 */
	String name();

	/**
	 * Make one.
	 * @param parameters what was given for it
	 * @return what was made
	 * @throws org.chaosspring.engine.InvalidPlanException if a parameter is wrong
	 */
	T create(Parameters parameters);

}
