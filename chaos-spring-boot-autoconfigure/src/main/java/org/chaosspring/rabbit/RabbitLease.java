package org.chaosspring.rabbit;

import org.jspecify.annotations.Nullable;

/**
 * A template's hold on a channel. As in Spring, the channel goes back to the cache only
 * when no confirm is due, and whoever sends meanwhile needs another one. Thread-safe.
 */
final class RabbitLease {

	private int due;

	private @Nullable Runnable end;

	/**
	 * Take note that a confirm is due.
	 */
	synchronized void prolong() {
		this.due++;
	}

	/**
	 * Take note that a confirm is no longer due, and end if it was the last one and the
	 * end was asked for.
	 */
	void settle() {
		Runnable now = settled();
		if (now != null) {
			now.run();
		}
	}

	private synchronized @Nullable Runnable settled() {
		this.due--;
		return (this.due == 0) ? this.end : null;
	}

	/**
	 * Have it end as soon as no confirm is due.
	 * @param how what to do then
	 * @return {@code false} if none is due and the caller is to end it
	 */
	synchronized boolean endLater(Runnable how) {
		if (this.due > 0) {
			this.end = how;
		}
		return this.due > 0;
	}

}
