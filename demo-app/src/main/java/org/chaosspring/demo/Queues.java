package org.chaosspring.demo;

/**
 * The queues of the pipeline; the first one hangs on an exchange of the same name.
 */
final class Queues {

	static final String SHIPMENTS = "shipments";

	static final String DEAD_LETTERS = "shipments-dlq";

	private Queues() {
	}

}
