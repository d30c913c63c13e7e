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
	 * Have what is listened to go somewhere from now on.
	 */
	void listenInto(Inbox inbox);

	void startListening();

	void stopListening();

	@Override
	void close();

}
