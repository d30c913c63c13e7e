package org.chaosspring.benchmarks.held;

import java.lang.management.ManagementFactory;

/**
 * The memory that is in use.
 */
final class Heap {

	private static final int COLLECTIONS = 3;

	private Heap() {
	}

	/**
	 * Return how many bytes the objects take that are reachable.
	 */
	static long reachable() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
