package org.chaosspring.engine;

import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Something that holds from when it is imposed until it is lifted, and hits every message
 * that is meant: nothing is drawn. Implementations are immutable and know no broker; what
 * has to be remembered while a condition holds is in its {@link Course}.
 */
public interface Condition {

	/**
	 * Return the name under which the condition is configured, counted and logged.
	 * @return a name in kebab case
	 */
	String name();

	/**
	 * Return the parameters, defaults included, as shown to operators.
	 * @return the values by name in kebab case
	 */
	Map<String, Object> parameters();

	/**
	 * Return whether the condition may put brokers out of reach. Such conditions come
	 * before all others, as nothing else can happen to a message that does not get
	 * through, and they are asked about places as well, where nothing comes from.
	 * @return whether {@link Effect.Outage} is among its effects
	 */
	default boolean cutsOff() {
		return false;
	}

	/**
	 * Begin to hold. Called each time when the condition is imposed on an enabled plan,
	 * or when chaos is enabled while it is imposed.
	 * @param clock tells the time while the condition holds
	 * @return what decides until the condition ends
	 */
	Course begin(InstantSource clock);

	/**
	 * A condition while it holds. Thread-safe, as all clients of the application ask it.
	 */
	@FunctionalInterface
	interface Course {

		/**
		 * Choose what is done to a message.
		 * @param message the message, or the place that messages would come from
		 * @param random the only source of chance, so that a seed repeats the choice
		 * @return the effect, or {@code null} if this message passes now
		 */
		@Nullable Effect effect(MessageView message, RandomGenerator random);

	}

}
