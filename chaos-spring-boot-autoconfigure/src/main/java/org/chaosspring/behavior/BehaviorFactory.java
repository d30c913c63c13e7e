package org.chaosspring.behavior;

import java.util.function.Function;

import org.chaosspring.engine.Behavior;
import org.chaosspring.parameter.Factory;
import org.chaosspring.parameter.Parameters;

/**
 * Makes a behavior of its parameters. A bean of this type adds a behavior of the
 * application's own to the built-in ones.
 */
public interface BehaviorFactory extends Factory<Behavior> {

	/**
	 * Return a factory.
	 * @param name the name of the behavior, in kebab case
	 * @param creation makes the behavior; reads every parameter that there is
	 * @return the factory
	 */
	static BehaviorFactory of(String name, Function<Parameters, Behavior> creation) {
		return new BehaviorFactory() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public Behavior create(Parameters parameters) {
				return creation.apply(parameters);
			}

		};
	}

}
