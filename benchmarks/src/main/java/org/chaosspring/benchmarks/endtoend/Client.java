package org.chaosspring.benchmarks.endtoend;

import org.chaosspring.engine.ConfigurableChaosMiddleware;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application on a broker that sends to itself.
 */
interface Client extends AutoCloseable {

	/**
	 * Send a message.
	 * @param sentAt what it carries
	 * @param onAcknowledged run when the broker has it
	 */
	void send(long sentAt, Runnable onAcknowledged);

	/**
	 * Bring messages up for the listener in the fastest way there is, and return when the
	 * broker has them.
	 */
	void fill(int messages);

	/**
	 * Return what the listener of the application gets.
	 */
	Inbox inbox();

	/**
	 * Return the application.
	 */
	ConfigurableApplicationContext context();

	/**
	 * Return whether faults may happen.
	 */
	default boolean isChaosOn() {
		ConfigurableChaosMiddleware chaos = context().getBeanProvider(ConfigurableChaosMiddleware.class)
			.getIfAvailable();
		return chaos != null && chaos.isEnabled();
	}

	@Override
	default void close() {
		context().close();
	}

}
