package org.chaosspring.demo;

/**
 * The topics of the pipeline.
 */
final class Topics {

	static final String ORDERS = "orders";

	static final String DEAD_LETTERS = "orders-dlt";

	private Topics() {
	}

}
