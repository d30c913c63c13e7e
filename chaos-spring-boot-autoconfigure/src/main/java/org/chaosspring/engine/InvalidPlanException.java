package org.chaosspring.engine;

/**
 * Thrown when a change asks for something that a plan cannot hold. Nothing was changed.
 */
public class InvalidPlanException extends IllegalArgumentException {

	private final String field;

	/**
	 * Create an exception.
	 * @param field the name of the field that is wrong, as in a request
	 * @param message what was expected and what was given
	 */
	public InvalidPlanException(String field, String message) {
		super(message);
		this.field = field;
	}

	/**
	 * Return the name of the field that is wrong.
	 * @return the name, with dots between the levels
	 */
	public String field() {
		return this.field;
	}

	/**
	 * Return the same problem seen from one level further up.
	 * @param parent the name of the level above
	 * @return an exception whose field starts with {@code parent}
	 */
	public InvalidPlanException within(String parent) {
		InvalidPlanException nested = new InvalidPlanException(parent + "." + this.field, getMessage());
		nested.initCause(this);
		return nested;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
