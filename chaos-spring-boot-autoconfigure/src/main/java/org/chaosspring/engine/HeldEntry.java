package org.chaosspring.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What is held and leaves at once: one message, or a window of several.
 *
 * @param <T> the messages
 */
abstract sealed class HeldEntry<T> extends DueQueue.Entry {

	private HeldEntry(long due) {
		super(due);
	}

	/**
	 * Return whether a cause keeps this from leaving before it is due.
	 */
	boolean stays() {
		return false;
	}

	/**
	 * Return whether this keeps its order with others of a lane.
	 */
	boolean isIn(Object other) {
		return false;
	}

	/**
	 * A message held by itself; the last one of a lane stands for the lane.
	 */
	static final class Single<T> extends HeldEntry<T> implements LaneTable.Entry {

		private final T message;

		private final @Nullable Object lane;

		private final @Nullable BooleanSupplier cause;

		Single(T message, @Nullable Object lane, long due, @Nullable BooleanSupplier cause) {
			super(due);
			this.message = message;
			this.lane = lane;
			this.cause = cause;
		}

		/**
		 * Return what comes next in the lane: it is not due before this, and held by the
		 * same cause unless it has one of its own.
		 */
		Single<T> followedBy(T next, long due, @Nullable BooleanSupplier ownCause) {
			return new Single<>(next, this.lane, (due() - due > 0) ? due() : due,
					(ownCause != null) ? ownCause : this.cause);
		}

		T message() {
			return this.message;
		}

		boolean hasLane() {
			return this.lane != null;
		}

		@Override
		public Object lane() {
			return Objects.requireNonNull(this.lane);
		}

		@Override
		boolean stays() {
			return this.cause != null && this.cause.getAsBoolean();
		}

		@Override
		boolean isIn(Object other) {
			return other.equals(this.lane);
		}

	}

	/**
	 * Messages that leave in another order than they came in.
	 */
	static final class Window<T> extends HeldEntry<T> {

		private final Object key;

		private final long seed;

		private final List<T> messages = new ArrayList<>();

		Window(Object key, long due, long seed) {
			super(due);
			this.key = key;
			this.seed = seed;
		}

		Object key() {
			return this.key;
		}

		void add(T message) {
			this.messages.add(message);
		}

		int size() {
			return this.messages.size();
		}

		List<T> shuffled() {
			return Shuffle.reorder(this.messages, new SplittableRandom(this.seed));
		}

	}

}
