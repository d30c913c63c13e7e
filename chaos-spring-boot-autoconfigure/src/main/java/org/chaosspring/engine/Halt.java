package org.chaosspring.engine;

import java.time.Instant;
import java.util.Objects;

/**
 * Why chaos stopped by itself.
 *
 * @param time when
 * @param cause the name of what stopped it, one of few
 * @param reason one phrase for people
 */
public record Halt(Instant time, String cause, String reason) {

	/**
	 * Create a halt.
	 */
	public Halt {
		Objects.requireNonNull(time, "time");
		Objects.requireNonNull(cause, "cause");
		Objects.requireNonNull(reason, "reason");
	}

}
