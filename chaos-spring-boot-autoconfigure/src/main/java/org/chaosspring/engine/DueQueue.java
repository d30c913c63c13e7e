package org.chaosspring.engine;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Entries by the time at which they are due; those due at the same time in the order in
 * which they came. A binary heap whose entries know their own place, so that an entry
 * costs one object, and one that leaves early is found without a search. Not thread-safe.
 *
 * @param <E> the entries
 */
final class DueQueue<E extends DueQueue.Entry> {

	private static final int SMALLEST = 16;

	private @Nullable Entry[] heap = new Entry[SMALLEST];

	private int size;

	private int sequence;

	/**
	 * Add an entry that is in no queue.
	 */
	void add(E entry) {
		if (this.size == this.heap.length) {
			this.heap = Arrays.copyOf(this.heap, this.size + (this.size >> 1));
		}
		entry.sequence = this.sequence++;
		siftUp(this.size++, entry);
	}

	/**
	 * Return the entry that is due first, and leave it where it is.
	 */
	@SuppressWarnings("unchecked")
	@Nullable E first() {
		return (E) this.heap[0];
	}

	/**
	 * Take an entry out, wherever it is.
	 * @return whether it was in this queue
	 */
	boolean remove(E entry) {
		if (entry.place >= this.size || at(entry.place) != entry) {
			return false;
		}
		Entry last = at(--this.size);
		this.heap[this.size] = null;
		if (last != entry) {
			siftDown(entry.place, last);
			siftUp(last.place, last);
		}
		if (this.heap.length > SMALLEST && this.size < this.heap.length >> 2) {
			this.heap = Arrays.copyOf(this.heap, Math.max(SMALLEST, this.heap.length >> 1));
		}
		return true;
	}

	/**
	 * Return entries in their order, and leave them where they are.
	 * @param wanted tells which ones
	 */
	@SuppressWarnings("unchecked")
	List<E> inOrder(Predicate<? super E> wanted) {
		return IntStream.range(0, this.size)
			.mapToObj((place) -> (E) at(place))
			.filter(wanted)
			.sorted((one, other) -> ((Entry) one).isBefore(other) ? -1 : 1)
			.toList();
	}

	private void siftUp(int from, Entry entry) {
		int place = from;
		while (place > 0) {
			int parent = (place - 1) >> 1;
			if (!entry.isBefore(at(parent))) {
				break;
			}
			put(place, at(parent));
			place = parent;
		}
		put(place, entry);
	}

	private void siftDown(int from, Entry entry) {
		int place = from;
		int child = firstChild(place);
		while (child < this.size) {
			if (child + 1 < this.size && at(child + 1).isBefore(at(child))) {
				child++;
			}
			if (!at(child).isBefore(entry)) {
				break;
			}
			put(place, at(child));
			place = child;
			child = firstChild(place);
		}
		put(place, entry);
	}

	private static int firstChild(int place) {
		return (place << 1) + 1;
	}

	private void put(int place, Entry entry) {
		this.heap[place] = entry;
		entry.place = place;
	}

	@SuppressWarnings("NullAway") // places below the size are taken
	private Entry at(int place) {
		return this.heap[place];
	}

	/**
	 * Something that is due at a time.
	 */
	abstract static class Entry {

		private final long due;

		int sequence;

		int place;

		/**
		 * Create an entry.
		 * @param due the time by {@link System#nanoTime()}
		 */
		Entry(long due) {
			this.due = due;
		}

		final long due() {
			return this.due;
		}

		private boolean isBefore(Entry other) {
			long byDue = this.due - other.due;
			return (byDue != 0) ? byDue < 0 : this.sequence - other.sequence < 0;
		}

	}

}
