package org.chaosspring.demo;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Sends an order, again if need be, and enters into the ledger what it was told.
 */
class Attempts {

	private final Leg leg;

	private final int attempts;

	/** A send may block, and must not do so on the thread that reports the failure. */
	private final Executor retries = new SimpleAsyncTaskExecutor("send-retry-");

	Attempts(Leg leg, int attempts) {
		this.leg = leg;
		this.attempts = attempts;
	}

	/**
	 * Send an order that the ledger knows of.
	 * @param id the id of the order
	 * @param send sends it; the future completes when the broker has it, and fails when
	 * it may not have it
	 */
	void send(String id, Supplier<CompletableFuture<?>> send) {
		send(id, send, this.attempts);
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
	private void send(String id, Supplier<CompletableFuture<?>> send, int attempts) {
		try {
			send.get().whenComplete((result, failure) -> {
				if (failure == null) {
					this.leg.acknowledged(id);
				}
				else {
					failed(id, send, attempts - 1);
				}
			});
		}
		catch (RuntimeException ex) {
			failed(id, send, attempts - 1);
		}
	}

	private void failed(String id, Supplier<CompletableFuture<?>> send, int attemptsLeft) {
		this.leg.sendFailed();
		if (attemptsLeft > 0) {
			this.retries.execute(() -> send(id, send, attemptsLeft));
		}
		else {
			this.leg.givenUp(id);
		}
	}

}
