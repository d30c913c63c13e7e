package org.chaosspring.engine;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lets a message leave whatever comes of it: what a client, or the application that it
 * calls back, throws meanwhile must not keep other messages from leaving.
 *
 * @param <T> the messages
 */
final class GuardedRelease<T> implements Consumer<T> {

	private final Function<? super T, InjectionPoint> pointOf;

	private final Consumer<? super T> release;

	private final ChaosEvents events;

	GuardedRelease(Function<? super T, InjectionPoint> pointOf, Consumer<? super T> release, ChaosEvents events) {
		this.pointOf = pointOf;
		this.release = release;
		this.events = events;
	}

	@Override
	public void accept(T message) {
		try {
			this.release.accept(message);
		}
		catch (RuntimeException | Error ex) {
			this.events.failed(this.pointOf.apply(message), ex);
		}
	}

}
