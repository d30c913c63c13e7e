package org.chaosspring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * The messages that one client holds back. Each of them leaves exactly once: when it is
 * due, when everything is released and nothing else holds it, or with
 * {@link #withdrawAll()}. Messages of one lane leave in the order in which they came.
 * Thread-safe; messages are handed to the release action one at a time, so that the order
 * of release is the order of sending.
 *
 * @param <T> the messages
 */
public final class HeldMessages<T> implements AutoCloseable {

	private final ReentrantLock lock = new ReentrantLock();

	private final HeldQueue<T> held;

	private final ChaosTimer timer;

	private final Consumer<? super T> release;

	private final BooleanSupplier full;

	private final Consumer<HeldMessages<T>> onClose;

	private @Nullable Future<?> wakeUp;

	private long wakeUpAt;

	private boolean closed;

	HeldMessages(ChaosTimer timer, Consumer<? super T> release, ToLongFunction<? super T> sizeOf, BooleanSupplier full,
			Consumer<HeldMessages<T>> onClose) {
		this.held = new HeldQueue<>(sizeOf);
		this.timer = timer;
		this.release = release;
		this.full = full;
		this.onClose = onClose;
	}

	/**
	 * Hold a message back.
	 * @param message the message
	 * @param lane messages of equal lanes keep their order; {@code null} for none
	 * @param delay how long; longer if a message before it in its lane is held longer
	 */
	public void hold(T message, @Nullable Object lane, Duration delay) {
		hold(message, lane, delay, null);
	}

	/**
	 * Hold a message back because of something that may outlast changes of the plan:
	 * {@link #releaseAll()} lets it be as long as the cause stands. If that is over by
	 * now, the message leaves at once, or with the one before it in its lane.
	 * @param message the message
	 * @param lane messages of equal lanes keep their order; {@code null} for none
	 * @param limit how long at most; longer if a message before it in its lane is held
	 * longer
	 * @param cause tells whether the cause still stands; must not block
	 */
	public void holdWhile(T message, @Nullable Object lane, Duration limit, BooleanSupplier cause) {
		hold(message, lane, limit, cause);
	}

	private void hold(T message, @Nullable Object lane, Duration delay, @Nullable BooleanSupplier cause) {
		this.lock.lock();
		try {
			if (cause == null || cause.getAsBoolean()) {
				this.held.add(message, lane, HeldQueue.dueIn(delay), cause);
			}
			else {
				// Nobody says again that the cause is over.
				this.held.add(message, lane, HeldQueue.dueIn(Duration.ZERO), null);
			}
			releaseDueOrWait();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Hold a message back if, and as long as, others of its lane are. If no more may be
	 * held, these leave instead, whatever holds them, so that this message may pass
	 * without overtaking.
	 * @param message the message
	 * @param lane the lane
	 * @param onHold run before the message is held, and not at all if the lane is free
	 */
	public void follow(T message, Object lane, Runnable onHold) {
		this.lock.lock();
		try {
			if (!this.held.isFree(lane) && this.full.getAsBoolean()) {
				this.held.inOrder((entry) -> entry.isIn(lane)).forEach((entry) -> this.held.leave(entry, this.release));
			}
			this.held.follow(message, lane, onHold);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Hold a message back in a window, which leaves in another order when it is full or
	 * when its first message was held long enough.
	 * @param message the message
	 * @param key the window
	 * @param reordering says how large the window is and how long it may hold
	 */
	public void reorder(T message, Object key, Effect.Reordering reordering) {
		this.lock.lock();
		try {
			HeldEntry.Window<T> window = this.held.addToWindow(message, key, reordering);
			if (this.closed || window.size() >= reordering.window()) {
				this.held.leave(window, this.release);
			}
			releaseDueOrWait();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Release everything now, in the order in which it would have left, except for what
	 * is held because of something that still stands.
	 */
	public void releaseAll() {
		this.lock.lock();
		try {
			// Again, as a message that leaves may bring on another one of its lane.
			for (List<HeldEntry<T>> free = free(); !free.isEmpty(); free = free()) {
				free.forEach((entry) -> this.held.leave(entry, this.release));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<HeldEntry<T>> free() {
		return this.held.inOrder((entry) -> this.closed || !entry.stays());
	}

	/**
	 * Take everything out without releasing it.
	 * @return the messages, in the order in which they would have left
	 */
	public List<T> withdrawAll() {
		this.lock.lock();
		try {
			List<T> withdrawn = new ArrayList<>(this.held.size());
			for (HeldEntry<T> head = this.held.first(); head != null; head = this.held.first()) {
				this.held.leave(head, withdrawn::add);
			}
			return withdrawn;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many messages are held.
	 * @return the number at this moment
	 */
	public int size() {
		return this.held.size();
	}

	/**
	 * Return whether nothing is held and nothing is about to leave: what is sent now
	 * overtakes nothing. Two volatile reads; waits for nobody.
	 * @return {@code false} if something is, or may be
	 */
	public boolean isIdle() {
		// In this order: a message that leaves is no longer counted while it is sent.
		return this.held.size() == 0 && !this.lock.isLocked();
	}

	/**
	 * Return how large the messages are that are held.
	 * @return the number of bytes at this moment
	 */
	public long bytes() {
		return this.held.bytes();
	}

	/**
	 * Release everything; whatever comes later leaves at once.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			releaseAll();
		}
		finally {
			this.lock.unlock();
		}
		this.onClose.accept(this);
	}

	private void releaseDue() {
		this.lock.lock();
		try {
			this.wakeUp = null;
			releaseDueOrWait();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void releaseDueOrWait() {
		try {
			HeldEntry<T> head = this.held.first();
			while (head != null && (this.closed || head.due() - System.nanoTime() <= 0)) {
				this.held.leave(head, this.release);
				head = this.held.first();
			}
		}
		finally {
			awaitNext();
		}
	}

	private void awaitNext() {
		HeldEntry<T> head = this.held.first();
		if (head != null && (this.wakeUp == null || head.due() - this.wakeUpAt < 0)) {
			wakeUpAt(head.due());
		}
	}

	private void wakeUpAt(long due) {
		if (this.wakeUp != null) {
			this.wakeUp.cancel(false);
		}
		try {
			this.wakeUpAt = due;
			this.wakeUp = this.timer.schedule(this::releaseDue, Duration.ofNanos(due - System.nanoTime()));
		}
		catch (RejectedExecutionException ex) {
			releaseAll();
		}
	}

}
