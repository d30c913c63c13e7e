package org.chaosspring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

	private final DueQueue<Entry<T>> queue = new DueQueue<>();

	private final LaneTable<Message<T>> lastOfLanes = new LaneTable<>();

	private final Map<Object, Window<T>> windows = new HashMap<>();

	private final ChaosTimer timer;

	private final Consumer<? super T> release;

	private final ToLongFunction<? super T> sizeOf;

	private final BooleanSupplier full;

	private final Consumer<HeldMessages<T>> onClose;

	private @Nullable Future<?> wakeUp;

	private long wakeUpAt;

	private boolean closed;

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	HeldMessages(ChaosTimer timer, Consumer<? super T> release, ToLongFunction<? super T> sizeOf, BooleanSupplier full,
			Consumer<HeldMessages<T>> onClose) {
		this.timer = timer;
		this.release = release;
		this.sizeOf = sizeOf;
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
				enqueue(message, lane, System.nanoTime() + delay.toNanos(), cause);
			}
			else {
				// Nobody says again that the cause is over.
				enqueue(message, lane, System.nanoTime(), null);
			}
			releaseDueOrWait();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Hold a message back if, and as long as, others of its lane are. If no more may be
	 * held, everything leaves instead, so that this message may pass without overtaking.
	 * @param message the message
	 * @param lane the lane
	 * @param onHold run before the message is held, and not at all if the lane is free
	 */
	public void follow(T message, Object lane, Runnable onHold) {
		this.lock.lock();
		try {
			if (this.lastOfLanes.get(lane) != null && this.full.getAsBoolean()) {
				releaseAll();
			}
			Message<T> followed = this.lastOfLanes.get(lane);
			if (followed != null) {
				onHold.run();
				enqueue(message, lane, followed.due(), followed.cause);
			}
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
			long messageBytes = this.sizeOf.applyAsLong(message);
			Window<T> window = this.windows.get(key);
			if (window == null) {
				window = new Window<>(System.nanoTime() + reordering.maxHold().toNanos(), key, reordering.seed());
				this.windows.put(key, window);
				this.queue.add(window);
			}
			window.messages.add(message);
			count(1, messageBytes);
			if (this.closed || window.messages.size() >= reordering.window()) {
				this.queue.remove(window);
				leave(window, this.release);
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
			for (List<Entry<T>> free = free(); !free.isEmpty(); free = free()) {
				free.forEach((entry) -> {
					if (this.queue.remove(entry)) {
						leave(entry, this.release);
					}
				});
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<Entry<T>> free() {
		return this.queue.inOrder().stream().filter((entry) -> this.closed || !entry.stays()).toList();
	}

	/**
	 * Take everything out without releasing it.
	 * @return the messages, in the order in which they would have left
	 */
	public List<T> withdrawAll() {
		this.lock.lock();
		try {
			List<T> withdrawn = new ArrayList<>(this.size.get());
			for (Entry<T> entry = this.queue.poll(); entry != null; entry = this.queue.poll()) {
				leave(entry, withdrawn::add);
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
		return this.size.get();
	}

	/**
	 * Return whether nothing is held and nothing is about to leave: what is sent now
	 * overtakes nothing. Two volatile reads; waits for nobody.
	 * @return {@code false} if something is, or may be
	 */
	public boolean isIdle() {
		// In this order: a message that leaves is no longer counted while it is sent.
		return this.size.get() == 0 && !this.lock.isLocked();
	}

	/**
	 * Return how large the messages are that are held.
	 * @return the number of bytes at this moment
	 */
	public long bytes() {
		return this.bytes.get();
	}

	private void count(int messages, long change) {
		this.size.addAndGet(messages);
		this.bytes.addAndGet(change);
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

	private void enqueue(T message, @Nullable Object lane, long due, @Nullable BooleanSupplier cause) {
		// First what may fail: the application's own keys and values.
		long messageBytes = this.sizeOf.applyAsLong(message);
		Message<T> before = (lane != null) ? this.lastOfLanes.get(lane) : null;
		Message<T> entry = (before != null) ? before.followedBy(message, due, cause)
				: new Message<>(due, message, lane, cause);
		if (lane != null) {
			this.lastOfLanes.put(entry);
		}
		this.queue.add(entry);
		count(1, messageBytes);
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
			Entry<T> head = this.queue.first();
			while (head != null && (this.closed || head.due() - System.nanoTime() <= 0)) {
				this.queue.remove(head);
				leave(head, this.release);
				head = this.queue.first();
			}
		}
		finally {
			awaitNext();
		}
	}

	private void awaitNext() {
		Entry<T> head = this.queue.first();
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

	private void leave(Entry<T> entry, Consumer<? super T> to) {
		if (entry instanceof Message<T> message) {
			if (message.lane != null) {
				this.lastOfLanes.remove(message);
			}
			count(-1, -this.sizeOf.applyAsLong(message.content));
			to.accept(message.content);
		}
		else if (entry instanceof Window<T> window) {
			this.windows.remove(window.key, window);
			List<T> shuffled = Shuffle.reorder(window.messages, new SplittableRandom(window.seed));
			count(-shuffled.size(), -shuffled.stream().mapToLong(this.sizeOf).sum());
			shuffled.forEach(to);
		}
	}

	/**
	 * What leaves at once.
	 */
	private abstract static sealed class Entry<T> extends DueQueue.Entry permits Message, Window {

		private Entry(long due) {
			super(due);
		}

		boolean stays() {
			return false;
		}

	}

	/**
	 * A message held by itself; the last one of a lane stands for the lane.
	 */
	private static final class Message<T> extends Entry<T> implements LaneTable.Entry {

		private final T content;

		private final @Nullable Object lane;

		private final @Nullable BooleanSupplier cause;

		private Message(long due, T content, @Nullable Object lane, @Nullable BooleanSupplier cause) {
			super(due);
			this.content = content;
			this.lane = lane;
			this.cause = cause;
		}

		private Message<T> followedBy(T next, long due, @Nullable BooleanSupplier ownCause) {
			return new Message<>((due() - due > 0) ? due() : due, next, this.lane,
					(ownCause != null) ? ownCause : this.cause);
		}

		@Override
		public Object lane() {
			return Objects.requireNonNull(this.lane);
		}

		@Override
		boolean stays() {
			return this.cause != null && this.cause.getAsBoolean();
		}

	}

	private static final class Window<T> extends Entry<T> {

		private final Object key;

		private final long seed;

		private final List<T> messages = new ArrayList<>();

		private Window(long due, Object key, long seed) {
			super(due);
			this.key = key;
			this.seed = seed;
		}

	}

}
