package org.chaosspring.autoconfigure;

import org.chaosspring.engine.InvalidPlanException;

/**
 * Thrown when a property has a value that no plan can hold.
 */
final class InvalidChaosPropertyException extends RuntimeException {

	private final String property;

	private final String reason;

	InvalidChaosPropertyException(String property, InvalidPlanException cause) {
		super("The property '" + property + "' " + cause.getMessage(), cause);
		this.property = property;
		this.reason = cause.getMessage();
	}

	/**
	 * Return the name of the property.
	 * @return the full name
	 */
	String property() {
		return this.property;
	}

	/**
	 * Return what is wrong and what is allowed.
	 * @return the end of a sentence that begins with the property
	 */
	String reason() {
		return this.reason;
	}

}
