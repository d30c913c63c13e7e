package org.chaosspring.fidelity;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells exceptions by the classes along the chain of causes.
 */
public final class Causes {

	private Causes() {
	}

	/**
	 * Tell an exception.
	 * @param thrown the exception
	 * @return its class and those of its causes, from the outermost to the root
	 */
	public static String of(Throwable thrown) {
		return Stream.iterate(thrown, (cause) -> cause != null, Throwable::getCause)
			.map((cause) -> cause.getClass().getName())
			.collect(Collectors.joining(" ← "));
	}

}
