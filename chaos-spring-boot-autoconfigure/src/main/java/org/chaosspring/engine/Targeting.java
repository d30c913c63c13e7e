package org.chaosspring.engine;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Knows which messages the name of a group stands for.
 */
public interface Targeting {

	/**
	 * Prepare the selection for a plan.
	 * @param targetGroups the names of the groups that may be hit; empty means all
	 * messages
	 * @return selects the messages of these groups, in a time that does not depend on how
	 * many groups there are
	 */
	Selector select(Set<String> targetGroups);

	/**
	 * Return whether the points that an application defines by itself, as a group of
	 * their own, may be hit.
	 * @param targetGroups the names of the groups that may be hit; empty means all
	 * @param group the name of the group
	 * @return whether its points may be hit
	 */
	default boolean means(Set<String> targetGroups, String group) {
		return targetGroups.isEmpty() || targetGroups.contains(group);
	}

	/**
	 * Selects messages.
	 */
	interface Selector {

		/**
		 * Return the group by which a message may be hit.
		 * @param <M> the broker's message type
		 * @param point where the message passes
		 * @param access reads the message
		 * @param message the message
		 * @return the name of the group, or {@code null} if the message is not meant
		 */
		<M> @Nullable String match(InjectionPoint point, MessageAccess<M> access, M message);

	}

}
