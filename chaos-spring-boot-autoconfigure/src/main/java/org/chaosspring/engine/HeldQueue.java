package org.chaosspring.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * What is held, in the order in which it is to leave, with its lanes and windows. Not
 * thread-safe, but for the counts.
 *
 * @param <T> the messages
 */
final class HeldQueue<T> {

	private final DueQueue<HeldEntry<T>> queue = new DueQueue<>();

	private final LaneTable<HeldEntry.Single<T>> lastOfLanes = new LaneTable<>();

	private final Map<Object, HeldEntry.Window<T>> windows = new HashMap<>();

	private final ToLongFunction<? super T> sizeOf;

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	HeldQueue(ToLongFunction<? super T> sizeOf) {
		this.sizeOf = sizeOf;
	}

	/**
	 * Add a message, behind those of its lane.
	 */
	void add(T message, @Nullable Object lane, long due, @Nullable BooleanSupplier cause) {
		HeldEntry.Single<T> before = (lane != null) ? this.lastOfLanes.get(lane) : null;
		add((before != null) ? before.followedBy(message, due, cause)
				: new HeldEntry.Single<>(message, lane, due, cause));
	}

	/**
	 * Add a message to a lane unless that is free, to leave with the last one that is
	 * held there.
	 * @param onHold run before the message is added
	 */
	void follow(T message, Object lane, Runnable onHold) {
		HeldEntry.Single<T> before = this.lastOfLanes.get(lane);
		if (before != null) {
			onHold.run();
			add(before.followedBy(message, before.due(), null));
		}
	}

	private void add(HeldEntry.Single<T> entry) {
		// First what may fail: the application's own keys and values.
		long messageBytes = this.sizeOf.applyAsLong(entry.message());
		if (entry.hasLane()) {
			this.lastOfLanes.put(entry);
		}
		this.queue.add(entry);
		count(1, messageBytes);
	}

	/**
	 * Return whether nothing of a lane is held.
	 */
	boolean isFree(Object lane) {
		return this.lastOfLanes.get(lane) == null;
	}

	/**
	 * Add a message to a window, which is opened if there is none.
	 * @return the window
	 */
	HeldEntry.Window<T> addToWindow(T message, Object key, Effect.Reordering reordering) {
		long messageBytes = this.sizeOf.applyAsLong(message);
		HeldEntry.Window<T> window = this.windows.get(key);
		if (window == null) {
			window = new HeldEntry.Window<>(key, dueIn(reordering.maxHold()), reordering.seed());
			this.windows.put(key, window);
			this.queue.add(window);
		}
		window.add(message);
		count(1, messageBytes);
		return window;
	}

	static long dueIn(Duration delay) {
		return System.nanoTime() + delay.toNanos();
	}

	/**
	 * Return what leaves first, and leave it where it is.
	 */
	@Nullable HeldEntry<T> first() {
		return this.queue.first();
	}

	/**
	 * Return what is wanted in its order, and leave it where it is.
	 */
	List<HeldEntry<T>> inOrder(Predicate<HeldEntry<T>> wanted) {
		return this.queue.inOrder(wanted);
	}

	/**
	 * Take something out, unless it was taken out before.
	 * @param to gets its messages one after the other, which are no longer counted then
	 */
	void leave(HeldEntry<T> entry, Consumer<? super T> to) {
		if (!this.queue.remove(entry)) {
			return;
		}
		if (entry instanceof HeldEntry.Single<T> single) {
			if (single.hasLane()) {
				this.lastOfLanes.remove(single);
			}
			count(-1, -this.sizeOf.applyAsLong(single.message()));
			to.accept(single.message());
		}
		else if (entry instanceof HeldEntry.Window<T> window) {
			this.windows.remove(window.key(), window);
			List<T> shuffled = window.shuffled();
			count(-shuffled.size(), -shuffled.stream().mapToLong(this.sizeOf).sum());
			shuffled.forEach(to);
		}
	}

	private void count(int messages, long change) {
		this.size.addAndGet(messages);
		this.bytes.addAndGet(change);
	}

	/**
	 * Return how many messages are held. Thread-safe.
	 */
	int size() {
		return this.size.get();
	}

	/**
	 * Return how many bytes they take. Thread-safe.
	 */
	long bytes() {
		return this.bytes.get();
	}

}
