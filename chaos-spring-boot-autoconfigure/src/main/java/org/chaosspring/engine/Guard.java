package org.chaosspring.engine;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Watches over chaos: has a look at each plan before it is in force, limits what faults
 * may happen, and can stop everything. Thread-safe; must not block. Hears each event
 * before the other listeners do.
 */
public interface Guard extends ChaosListener, AutoCloseable {

	/**
	 * Lets everything happen.
	 */
	Guard NONE = new Guard() {

	};

	/**
	 * Admit a plan. Not asked when chaos is just switched off.
	 * @param from the plan in force
	 * @param to the plan that is asked for
	 * @param now the time by the clock of the middleware
	 * @return the plan to put in force: the one that is asked for, or one that does less
	 * @throws InvalidPlanException if the plan asks for something that never is allowed
	 * @throws ChaosRefusedException if nothing may be enabled for the time being
	 */
	default ChaosPlan admit(ChaosPlan from, ChaosPlan to, Instant now) {
		return to;
	}

	/**
	 * Return what may happen from when chaos is switched on until it is switched off.
	 * @return a fresh allowance
	 */
	default Allowance allowance() {
		return Allowance.UNLIMITED;
	}

	/**
	 * Ask whether one more message may be held back.
	 * @param messages how many are held back
	 * @param bytes how large they are together
	 * @return the name of the cap that does not allow it, or {@code null} if it may
	 */
	default @Nullable String holds(int messages, long bytes) {
		return null;
	}

	/**
	 * Return whether chaos has to stop. Asked several times a second while it is on; an
	 * exception stops it as well.
	 * @param now the time by the clock of the middleware
	 * @return why, or {@code null} to go on
	 */
	default @Nullable Halt halt(Instant now) {
		return null;
	}

	@Override
	default void onEvent(ChaosEvent event) {
	}

	/**
	 * Watch no longer: the application shuts down, and chaos is off for good. Must not
	 * throw.
	 */
	@Override
	default void close() {
	}

}
