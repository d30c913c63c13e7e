package org.chaosspring;

import java.lang.ref.WeakReference;

import org.awaitility.Awaitility;

/**
 * Finds out whether something can still be reached.
 */
public final class Forgotten {

	private Forgotten() {
	}

	/**
	 * Wait until nothing but this reference knows something any more.
	 */
	public static void await(WeakReference<?> reference) {
		Awaitility.await().until(() -> {
			System.gc();
			return reference.get() == null;
		});
	}

}
