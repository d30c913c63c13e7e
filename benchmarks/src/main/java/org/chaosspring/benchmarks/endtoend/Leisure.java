package org.chaosspring.benchmarks.endtoend;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a message each millisecond to a listener that waits for it, and says how long it
 * took there: the 99th percentile in milliseconds.
 */
final class Leisure implements Rounds.Trial<Double> {

	private static final long NANOS_BETWEEN = TimeUnit.MILLISECONDS.toNanos(1);

	private final int messages;

	Leisure(int messages) {
		this.messages = messages;
	}

	@Override
	public Double run(Client client) throws InterruptedException {
		Reception heard = client.inbox().expect(this.messages);
		long start = System.nanoTime();
		for (int i = 0; i < this.messages; i++) {
			long due = start + i * NANOS_BETWEEN;
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			client.send(due, () -> {
			});
		}
		heard.await();
		return heard.latencies().percentile99();
	}

}
