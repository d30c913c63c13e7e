package org.chaosspring.benchmarks.endtoend;

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
	 * Return what the listener of the application gets.
	 */
	Inbox inbox();

	/**
	 * Return whether faults may happen.
	 */
	boolean isChaosOn();

	@Override
	void close();

}
