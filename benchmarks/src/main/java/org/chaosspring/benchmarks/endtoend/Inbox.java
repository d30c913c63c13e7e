package org.chaosspring.benchmarks.endtoend;

import java.util.concurrent.Semaphore;

/**
 * Where the listener of an application brings its messages, one at a time. It waits while
 * none are expected, so that applications listen in turns without being started again.
 */
final class Inbox {

	private final Semaphore expected = new Semaphore(0);

	private volatile Reception current = new Reception(0);

	/**
	 * Let some messages in.
	 * @return what becomes of them
	 */
	Reception expect(int messages) {
		Reception reception = new Reception(messages);
		this.current = reception;
		this.expected.release(messages);
		return reception;
	}

	/**
	 * Take a message, as soon as one is expected.
	 * @param sentAt when it was sent, by {@link System#nanoTime()}
	 */
	void add(long sentAt) throws InterruptedException {
		this.expected.acquire();
		this.current.add(sentAt);
	}

}
