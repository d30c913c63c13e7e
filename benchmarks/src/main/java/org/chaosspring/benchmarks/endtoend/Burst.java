package org.chaosspring.benchmarks.endtoend;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends messages as fast as the broker takes them, and then listens to as many. It takes
 * some hundredths of a second, so that many of them can be compared.
 */
final class Burst implements Rounds.Trial<Burst.Outcome> {

	private static final long LIMIT_SECONDS = 60;

	private final int messages;

	private final int inFlight;

	/**
	 * Prepare a trial.
	 * @param messages how many messages are sent and listened to
	 * @param inFlight how many of them wait for the broker at most
	 */
	Burst(int messages, int inFlight) {
		this.messages = messages;
		this.inFlight = inFlight;
	}

	@Override
	public Outcome run(Client client) throws InterruptedException {
		Latencies acknowledged = new Latencies(this.messages);
		double sentPerSecond = send(client, acknowledged);
		Reception heard = client.inbox().expect(this.messages);
		heard.await();
		return new Outcome(sentPerSecond, acknowledged.percentile99(), heard.perSecond());
	}

	/**
	 * Only send, so that there is always something to listen to.
	 */
	void fill(Client client) throws InterruptedException {
		send(client, new Latencies(this.messages));
	}

	/**
	 * Only listen.
	 */
	void drain(Client client, int bursts) throws InterruptedException {
		client.inbox().expect(bursts * this.messages).await();
	}

	private double send(Client client, Latencies acknowledged) throws InterruptedException {
		Semaphore free = new Semaphore(this.inFlight);
		long start = System.nanoTime();
		for (int i = 0; i < this.messages; i++) {
			acquire(free, 1);
			long sentAt = System.nanoTime();
			client.send(sentAt, () -> {
				acknowledged.add(System.nanoTime() - sentAt);
				free.release();
			});
		}
		acquire(free, this.inFlight);
		return this.messages / ((System.nanoTime() - start) / 1e9);
	}

	private static void acquire(Semaphore free, int permits) throws InterruptedException {
		if (!free.tryAcquire(permits, LIMIT_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException("Messages are not acknowledged");
		}
	}

	/**
	 * What came of a burst.
	 *
	 * @param sentPerSecond how many messages were sent and acknowledged in a second
	 * @param acknowledgedAfter the 99th percentile of how long an acknowledgment took, in
	 * milliseconds
	 * @param heardPerSecond how many messages the listener got in a second
	 */
	record Outcome(double sentPerSecond, double acknowledgedAfter, double heardPerSecond) {

	}

}
