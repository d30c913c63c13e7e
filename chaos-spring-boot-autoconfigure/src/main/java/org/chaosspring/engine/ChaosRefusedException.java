package org.chaosspring.engine;

/**
 * Thrown when a change asks for something that is allowed at other times or in other
 * places, but not here and now. Nothing was changed.
 */
public class ChaosRefusedException extends IllegalStateException {

	private final String field;

	/**
	 * Create an exception.
	 * @param field the name of the field that is refused, as in a request
	 * @param message what is expected, and why
	 */
	public ChaosRefusedException(String field, String message) {
		super(message);
		this.field = field;
	}

	/**
	 * Return the name of the field that is refused.
	 * @return the name, with dots between the levels
	 */
	public String field() {
		return this.field;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
