package org.chaosspring.engine;

import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a broker's own message type that a decision needs. Implementations
 * hold no state, so that a message that is not hit costs no allocation, and never change
 * the message.
 *
 * @param <M> the broker's message type
 */
public interface MessageAccess<M> {

	/**
	 * Return where the message goes to or comes from.
	 * @param message the message
	 * @return the topic, exchange or queue
	 */
	String destination(M message);

	/**
	 * Return the key as text.
	 * @param message the message
	 * @return the record key or routing key, or {@code null} without one
	 */
	@Nullable String key(M message);

	/**
	 * Return a header as text.
	 * @param message the message
	 * @param name the name of the header, case-sensitive
	 * @return the last value under that name, or {@code null} without one
	 */
	@Nullable String header(M message, String name);

	/**
	 * Return the name that the broker itself gave to this message.
	 * @param message the message
	 * @return for example {@code orders-0@42}, or {@code null} if the broker gives none
	 */
	default @Nullable String position(M message) {
		return null;
	}

	/**
	 * Return whether the message may go to, or come from, a certain broker of a cluster.
	 * @param message the message
	 * @param broker the id or {@code host:port} of the broker
	 * @return {@code false} only if it surely does not
	 */
	default boolean mayBeAt(M message, String broker) {
		return true;
	}

}
