package org.chaosspring.kafka;

import org.chaosspring.engine.Injection;
import org.jspecify.annotations.Nullable;

/**
 * An error that the next call to a client is to see, once. One that chaos made is dropped
 * when its plan ends before that.
 */
final class KafkaPendingError {

	private @Nullable RuntimeException failure;

	private @Nullable Injection hit;

	/**
	 * Let the next call fail.
	 * @param exception what it throws
	 * @param byFault the fault that asks for it, or {@code null} for an error of the
	 * client itself
	 */
	void expect(RuntimeException exception, @Nullable Injection byFault) {
		this.failure = exception;
		this.hit = byFault;
	}

	/**
	 * Return what this call is to fail with, or {@code null} if it may go on.
	 */
	@Nullable RuntimeException take() {
		RuntimeException due = (this.hit == null || this.hit.isInForce()) ? this.failure : null;
		this.failure = null;
		this.hit = null;
		return due;
	}

}
