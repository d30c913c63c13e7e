package org.chaosspring.benchmarks.exact;

/**
 * Counts what messages met, one after the other: each for itself, and by pairs of
 * neighbors that overlap with no other pair, so that the pairs are independent if the
 * messages are.
 */
final class Tally {

	/**
	 * What a message met that was not hit.
	 */
	static final int NOTHING = -1;

	private final long[] hits;

	private final long[][] pairsOfHits;

	private long messages;

	private long neighborsBothHit;

	private int before = NOTHING;

	private int hitBefore = NOTHING;

	private long hitPairs;

	Tally(int behaviors) {
		this.hits = new long[behaviors];
		this.pairsOfHits = new long[behaviors][behaviors];
	}

	/**
	 * Take note of the next message.
	 * @param behavior the number of the behavior that it met, or {@link #NOTHING}
	 */
	void add(int behavior) {
		if (this.messages++ % 2 == 1 && this.before != NOTHING && behavior != NOTHING) {
			this.neighborsBothHit++;
		}
		this.before = behavior;
		if (behavior != NOTHING) {
			addHit(behavior);
		}
	}

	private void addHit(int behavior) {
		this.hits[behavior]++;
		if (this.hitBefore == NOTHING) {
			this.hitBefore = behavior;
		}
		else {
			this.pairsOfHits[this.hitBefore][behavior]++;
			this.hitPairs++;
			this.hitBefore = NOTHING;
		}
	}

	long messages() {
		return this.messages;
	}

	long hits() {
		long all = 0;
		for (long ofOne : this.hits) {
			all += ofOne;
		}
		return all;
	}

	long hits(int behavior) {
		return this.hits[behavior];
	}

	long neighborsBothHit() {
		return this.neighborsBothHit;
	}

	/**
	 * Return the number of pairs of hits, each the next one after the other.
	 */
	long pairsOfHits() {
		return this.hitPairs;
	}

	long pairsOfHits(int first, int second) {
		return this.pairsOfHits[first][second];
	}

}
