package org.chaosspring.engine;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change of plan, and why.
 *
 * @param principal the name of whoever asks
 * @param reason why; {@code null} if that was not said
 */
public record ChangeCause(String principal, @Nullable String reason) {

	/**
	 * The application itself, or chaos.
	 */
	public static final ChangeCause SYSTEM = new ChangeCause("system", null);

	private static final int MAX_REASON_LENGTH = 255;

	/**
	 * Create a cause.
	 * @throws InvalidPlanException if the reason is blank, longer than 255 characters, or
	 * not printable
	 */
	public ChangeCause {
		if (reason != null && (reason.isBlank() || reason.length() > MAX_REASON_LENGTH || !isPrintable(reason))) {
			throw new InvalidPlanException("reason",
					"must be printable text of 1 to " + MAX_REASON_LENGTH + " characters");
		}
	}

	private static boolean isPrintable(String text) {
		return text.codePoints().noneMatch((character) -> switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			default -> false;
		});
	}

}
