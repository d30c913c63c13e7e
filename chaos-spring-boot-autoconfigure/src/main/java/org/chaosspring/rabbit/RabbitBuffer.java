package org.chaosspring.rabbit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The socket buffers of a connection whose broker has stopped reading: messages fill them
 * in the order in which they are sent, and a sender waits once they are full.
 * Thread-safe.
 */
final class RabbitBuffer {

	/**
	 * How many bytes a sender gets rid of on Linux, where a buffer grows to this size
	 * unless it is told otherwise.
	 */
	static final long BYTES = 4 * 1024 * 1024;

	/**
	 * What a message takes beside its body, about: frames, names and properties.
	 */
	static final long OVERHEAD = 80;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private long entered;

	private long left;

	private boolean read;

	/**
	 * Have a message fill the buffers.
	 * @param body how large its body is
	 * @return its place, to be left when the message is sent or dropped
	 */
	Place enter(long body) {
		long bytes = body + OVERHEAD;
		this.lock.lock();
		try {
			this.entered += bytes;
			return new Place(this, bytes, this.entered);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take note that the broker reads again: nobody has to wait any more.
	 */
	void read() {
		this.lock.lock();
		try {
			this.read = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until everything has left that is in the buffers now.
	 * @param millis how long to wait at most; zero for as long as it takes
	 * @return whether it has left
	 */
	boolean awaitEmpty(long millis) throws InterruptedException {
		long nanos = (millis > 0) ? TimeUnit.MILLISECONDS.toNanos(millis) : Long.MAX_VALUE;
		this.lock.lock();
		try {
			long until = this.entered;
			while (this.left < until && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return this.left >= until;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitRoom(long position) {
		this.lock.lock();
		try {
			while (!this.read && position - this.left > BYTES) {
				this.changed.await();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void leave(long bytes) {
		this.lock.lock();
		try {
			this.left += bytes;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What one message takes of the buffers.
	 *
	 * @param buffer the buffers
	 * @param bytes how much it takes
	 * @param position how much has entered with it
	 */
	record Place(RabbitBuffer buffer, long bytes, long position) {

		/**
		 * Wait until the buffers have taken the whole message, or the thread is
		 * interrupted, whose flag then stays set.
		 */
		void awaitRoom() {
			this.buffer.awaitRoom(this.position);
		}

		/**
		 * Make room.
		 */
		void leave() {
			this.buffer.leave(this.bytes);
		}

	}

}
