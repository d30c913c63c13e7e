package org.chaosspring.benchmarks.endtoend;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends messages as fast as the broker takes them, and then listens to as many, or to
 * more, which are brought up meanwhile. It takes some hundredths of a second, so that
 * many of them can be compared.
 */
final class Burst implements Rounds.Trial<Burst.Outcome> {

	private static final long LIMIT_SECONDS = 60;

	private final int sent;

	private final int heard;

	private final int inFlight;

	/**
	 * Prepare a trial.
	 * @param sent how many messages are sent
	 * @param heard how many are listened to, at least as many
	 * @param inFlight how many of those sent wait for the broker at most
	 */
	Burst(int sent, int heard, int inFlight) {
		this.sent = sent;
		this.heard = heard;
		this.inFlight = inFlight;
	}

	@Override
	public Outcome run(Client client) throws InterruptedException {
		Latencies acknowledged = new Latencies(this.sent);
		double sentPerSecond = send(client, acknowledged);
		client.fill(this.heard - this.sent);
		Reception reception = client.inbox().expect(this.heard);
		reception.await();
		return new Outcome(sentPerSecond, acknowledged.percentile99(), reception.perSecond());
	}

	/**
	 * Only bring messages up, so that there is always something to listen to.
	 */
	void fill(Client client, int bursts) {
		client.fill(bursts * this.heard);
	}

	/**
	 * Only listen.
	 */
	void drain(Client client, int bursts) throws InterruptedException {
		client.inbox().expect(bursts * this.heard).await();
	}

	private double send(Client client, Latencies acknowledged) throws InterruptedException {
		Semaphore free = new Semaphore(this.inFlight);
		long start = System.nanoTime();
		for (int i = 0; i < this.sent; i++) {
			acquire(free, 1);
			long sentAt = System.nanoTime();
			client.send(sentAt, () -> {
				acknowledged.add(System.nanoTime() - sentAt);
				free.release();
			});
		}
		acquire(free, this.inFlight);
		return this.sent / ((System.nanoTime() - start) / 1e9);
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
