package org.chaosspring.engine;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * One entry for each lane. A hash table with open addressing whose entries know their own
 * lane, so that a lane costs a place in an array. Not thread-safe.
 *
 * @param <E> the entries
 */
final class LaneTable<E extends LaneTable.Entry> {

	private static final int SMALLEST = 16;

	/**
	 * The golden ratio, which scatters hash codes that lie close together.
	 */
	private static final int SCATTER = 0x9E3779B9;

	private @Nullable Entry[] places = new Entry[SMALLEST];

	private int size;

	/**
	 * Return the entry of a lane.
	 */
	@SuppressWarnings("unchecked")
	@Nullable E get(Object lane) {
		return (E) this.places[find(lane)];
	}

	/**
	 * Make an entry the one of its lane, in place of the one that was it.
	 */
	void put(E entry) {
		int place = find(entry.lane());
		if (this.places[place] == null) {
			this.size++;
		}
		this.places[place] = entry;
		if (this.size > this.places.length >> 1) {
			resize(this.places.length << 1);
		}
	}

	/**
	 * Remove an entry if it is the one of its lane.
	 */
	void remove(E entry) {
		int place = find(entry.lane());
		if (this.places[place] != entry) {
			return;
		}
		this.places[place] = null;
		this.size--;
		closeGap(place);
		if (this.places.length > SMALLEST && this.size < this.places.length >> 3) {
			resize(this.places.length >> 1);
		}
	}

	/**
	 * Move entries up that are behind a gap because its place was taken.
	 */
	private void closeGap(int place) {
		int gap = place;
		int next = next(place);
		for (Entry entry = this.places[next]; entry != null; entry = this.places[next]) {
			if (distance(home(entry.lane()), next) >= distance(gap, next)) {
				this.places[gap] = entry;
				this.places[next] = null;
				gap = next;
			}
			next = next(next);
		}
	}

	private void resize(int length) {
		@Nullable Entry[] before = this.places;
		this.places = new Entry[length];
		Arrays.stream(before).forEach((entry) -> {
			if (entry != null) {
				this.places[find(entry.lane())] = entry;
			}
		});
	}

	/**
	 * Return the place of the entry of a lane, or the free one where it would be.
	 */
	private int find(Object lane) {
		int place = home(lane);
		for (Entry entry = this.places[place]; entry != null
				&& !entry.lane().equals(lane); entry = this.places[place]) {
			place = next(place);
		}
		return place;
	}

	private int home(Object lane) {
		return (lane.hashCode() * SCATTER) >>> Integer.numberOfLeadingZeros(this.places.length - 1);
	}

	private int next(int place) {
		return (place + 1) & (this.places.length - 1);
	}

	private int distance(int from, int to) {
		return (to - from) & (this.places.length - 1);
	}

	/**
	 * Something that stands for a lane.
	 */
	interface Entry {

		/**
		 * Return the lane, always the same.
		 */
		Object lane();

	}

}
