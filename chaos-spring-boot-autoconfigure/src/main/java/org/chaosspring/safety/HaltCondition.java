package org.chaosspring.safety;

import org.jspecify.annotations.Nullable;

/**
 * Looks at the state of the application while chaos is on, and says when it has to stop.
 * Every bean of this type is asked, one after the other, on a thread that does nothing
 * else. A check that throws stops chaos, and so does one that does not answer within ten
 * seconds.
 */
public interface HaltCondition {

	/**
	 * Return the name under which halts are shown and counted.
	 * @return a name in kebab case, always the same
	 */
	String name();

	/**
	 * Forget what was seen before. Called each time when chaos is switched on.
	 */
	default void begin() {
	}

	/**
	 * Have a look. Called at least once a second while chaos is on.
	 * @return why chaos has to stop, one phrase without data of messages, or {@code null}
	 * if all is well
	 */
	@Nullable String check();

}
