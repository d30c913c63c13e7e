package org.chaosspring.engine;

import java.util.regex.Pattern;

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

	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

	/**
	 * Create a cause.
	 * @throws InvalidPlanException if the reason is blank, longer than 255 characters, or
	 * not printable
	 */
	public ChangeCause {
		if (reason != null
				&& (reason.isBlank() || reason.length() > MAX_REASON_LENGTH || UNPRINTABLE.matcher(reason).find())) {
			throw new InvalidPlanException("reason",
					"must be printable text of 1 to " + MAX_REASON_LENGTH + " characters");
		}
	}

}
