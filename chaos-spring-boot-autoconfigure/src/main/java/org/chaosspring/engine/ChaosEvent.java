package org.chaosspring.engine;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that chaos did. Events are published in the thread in which they happen.
 */
public sealed interface ChaosEvent {

	/**
	 * Return when it happened.
	 * @return the time by the clock of the middleware
	 */
	Instant time();

	/**
	 * A message was hit.
	 *
	 * @param time when
	 * @param point where
	 * @param group the target group by which the message was meant
	 * @param behavior the name of the behavior
	 * @param faultId names this fault, also in the header of a marked message
	 * @param identity names the message without showing its key or payload
	 * @param effect what was done; {@code null} if the application does it itself
	 * @param message what may be known of the message; {@code null} at a point of the
	 * application's own
	 */
	record FaultInjected(Instant time, InjectionPoint point, String group, String behavior, String faultId,
			String identity, @Nullable Effect effect, @Nullable MessageView message) implements ChaosEvent {

	}

	/**
	 * Something went wrong inside chaos; the message passed unharmed.
	 *
	 * @param time when
	 * @param point where
	 * @param cause what went wrong
	 */
	record InjectionFailed(Instant time, InjectionPoint point, Throwable cause) implements ChaosEvent {

	}

	/**
	 * A new plan is in force.
	 *
	 * @param time when
	 * @param from the plan before
	 * @param to the plan in force
	 */
	record PlanChanged(Instant time, ChaosPlan from, ChaosPlan to) implements ChaosEvent {

	}

}
