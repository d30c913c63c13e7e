package org.chaosspring.benchmarks.endtoend;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends many messages as fast as the broker takes them, then listens to all of them, and
 * then does both at a leisurely pace.
 */
final class Trial {

	private static final long NANOS_BETWEEN = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long LIMIT_SECONDS = 60;

	private final int messages;

	private final int inFlight;

	private final int leisurely;

	/**
	 * Prepare a trial.
	 * @param messages how many messages are sent and listened to as fast as possible
	 * @param inFlight how many of them wait for the broker at most
	 * @param leisurely how many messages are sent and listened to one after the other
	 */
	Trial(int messages, int inFlight, int leisurely) {
		this.messages = messages;
		this.inFlight = inFlight;
		this.leisurely = leisurely;
	}

	Outcome run(Client client) throws InterruptedException {
		Inbox all = new Inbox(this.messages);
		client.listenInto(all);
		Latencies acknowledged = new Latencies(this.messages);
		double sentPerSecond = send(client, acknowledged);
		client.startListening();
		all.awaitAll();
		Inbox one = new Inbox(this.leisurely);
		client.listenInto(one);
		sendLeisurely(client);
		one.awaitAll();
		client.stopListening();
		return new Outcome(sentPerSecond, acknowledged.percentile99(), all.perSecond(), one.latencies().percentile99());
	}

	private double send(Client client, Latencies acknowledged) throws InterruptedException {
		Semaphore free = new Semaphore(this.inFlight);
		long start = System.nanoTime();
		for (int i = 0; i < this.messages; i++) {
			if (!free.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Messages are not acknowledged");
			}
			long sentAt = System.nanoTime();
			client.send(sentAt, () -> {
				acknowledged.add(System.nanoTime() - sentAt);
				free.release();
			});
		}
		if (!free.tryAcquire(this.inFlight, LIMIT_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException("Messages were not acknowledged");
		}
		return this.messages / ((System.nanoTime() - start) / 1e9);
	}

	private void sendLeisurely(Client client) {
		long start = System.nanoTime();
		for (int i = 0; i < this.leisurely; i++) {
			long due = start + i * NANOS_BETWEEN;
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			client.send(due, () -> {
			});
		}
	}

	/**
	 * What came of a trial.
	 *
	 * @param sentPerSecond how many messages were sent and acknowledged in a second
	 * @param acknowledgedAfter the 99th percentile of how long an acknowledgment took, in
	 * milliseconds
	 * @param heardPerSecond how many messages the listener got in a second
	 * @param heardAfter the 99th percentile of how long a message took to the listener at
	 * a leisurely pace, in milliseconds
	 */
	record Outcome(double sentPerSecond, double acknowledgedAfter, double heardPerSecond, double heardAfter) {

	}

}
