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
	 * A message would have been hit if the plan were no dry run.
	 *
	 * @param time when
	 * @param fault the fault that did not happen
	 */
	record FaultForecast(Instant time, FaultInjected fault) implements ChaosEvent {

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
	 * @param cause who changed it, and why
	 */
	record PlanChanged(Instant time, ChaosPlan from, ChaosPlan to, ChangeCause cause) implements ChaosEvent {

	}

	/**
	 * Chaos switched itself off because its time was over. Follows the
	 * {@link PlanChanged}.
	 *
	 * @param time when
	 * @param plan the plan that was in force
	 */
	record Expired(Instant time, ChaosPlan plan) implements ChaosEvent {

	}

	/**
	 * Chaos switched itself off because something is wrong or because it was told to from
	 * outside. Follows the {@link PlanChanged}.
	 *
	 * @param time when
	 * @param halt why
	 * @param plan the plan that was in force
	 */
	record Halted(Instant time, Halt halt, ChaosPlan plan) implements ChaosEvent {

	}

	/**
	 * Somebody took note of a halt, so that chaos can be enabled again.
	 *
	 * @param time when
	 * @param halt what was taken note of
	 * @param cause who took note, and why
	 */
	record HaltAcknowledged(Instant time, Halt halt, ChangeCause cause) implements ChaosEvent {

	}

	/**
	 * A change of plan was refused; nothing changed.
	 *
	 * @param time when
	 * @param field the name of the field that was refused
	 * @param expected what is expected of it
	 * @param cause who asked for the change, and why
	 */
	record ChangeRefused(Instant time, String field, String expected, ChangeCause cause) implements ChaosEvent {

	}

	/**
	 * A cap was reached: a message that would have been hit passed unharmed, or what was
	 * held back left early.
	 *
	 * @param time when
	 * @param cap the name of the cap, one of few
	 * @param point where; {@code null} if it is about all messages held back
	 * @param first whether it is the first time since chaos was switched on
	 */
	record CapReached(Instant time, String cap, @Nullable InjectionPoint point, boolean first) implements ChaosEvent {

	}

}
