package org.chaosspring.engine;

/**
 * Hashes that are the same on every machine and in every run.
 */
final class StableHash {

	private static final long FNV_OFFSET = 0xcbf29ce484222325L;

	private static final long FNV_PRIME = 0x100000001b3L;

	private StableHash() {
	}

	static long of(CharSequence text) {
		long hash = FNV_OFFSET;
		for (int i = 0; i < text.length(); i++) {
			hash = (hash ^ text.charAt(i)) * FNV_PRIME;
		}
		return mix(hash);
	}

	/**
	 * Spread the bits of a number, so that neighbors have nothing in common (the
	 * finalizer of SplitMix64).
	 * @param value the number
	 * @return a number in which each bit depends on each bit of {@code value}
	 */
	static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
		return mixed ^ (mixed >>> 31);
	}

}
