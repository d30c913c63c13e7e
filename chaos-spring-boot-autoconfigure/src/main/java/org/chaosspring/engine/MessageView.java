package org.chaosspring.engine;

import org.jspecify.annotations.Nullable;

/**
 * What behaviors and listeners of events may know of a message: never its payload.
 */
public interface MessageView {

	/**
	 * Return where the message goes to or comes from.
	 * @return the topic, exchange or queue
	 */
	String destination();

	/**
	 * Return the key as text. It may hold personal data and belongs in no log.
	 * @return the record key or routing key, or {@code null} without one
	 */
	@Nullable String key();

	/**
	 * Return a header as text.
	 * @param name the name of the header, case-sensitive
	 * @return the last value under that name, or {@code null} without one
	 */
	@Nullable String header(String name);

	/**
	 * Return whether the message may go to, or come from, a certain broker of a cluster.
	 * @param broker the id or {@code host:port} of the broker
	 * @return {@code false} only if it surely does not
	 */
	boolean mayBeAt(String broker);

	/**
	 * View a message through the accessor of its type.
	 * @param <M> the broker's message type
	 * @param access reads the message
	 * @param message the message
	 * @return the view
	 */
	static <M> MessageView of(MessageAccess<M> access, M message) {
		return new MessageView() {

			@Override
			public String destination() {
				return access.destination(message);
			}

			@Override
			public @Nullable String key() {
				return access.key(message);
			}

			@Override
			public @Nullable String header(String name) {
				return access.header(message, name);
			}

			@Override
			public boolean mayBeAt(String broker) {
				return access.mayBeAt(message, broker);
			}

		};
	}

}
