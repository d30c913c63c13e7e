package org.chaosspring.condition;

import java.util.function.Function;

import org.chaosspring.engine.Condition;
import org.chaosspring.parameter.Factory;
import org.chaosspring.parameter.Parameters;

/**
 * Makes a condition of its parameters. A bean of this type adds a condition of the
 * application's own to the built-in ones.
 */
public interface ConditionFactory extends Factory<Condition> {

	/**
	 * Return a factory.
	 * @param name the name of the condition, in kebab case
	 * @param creation makes the condition; reads every parameter that there is
	 * @return the factory
	 */
	static ConditionFactory of(String name, Function<Parameters, Condition> creation) {
		return new ConditionFactory() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public Condition create(Parameters parameters) {
				return creation.apply(parameters);
			}

		};
	}

}
