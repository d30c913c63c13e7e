package org.chaosspring.demo;

/**
 * The topics of the pipeline, and the header that names an order in them.
 */
final class Topics {

	static final String ORDERS = "orders";

	static final String DEAD_LETTERS = "orders-dlt";

	static final String ID_HEADER = "message-id";

	private Topics() {
	}

}
