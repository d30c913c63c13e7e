package org.chaosspring.engine;

import org.jspecify.annotations.Nullable;

/**
 * Reads a place where messages would pass, while none does: it has neither a key nor
 * headers.
 *
 * @param <P> a kind of place, such as a partition or a queue
 * @see Injector#outage(InjectionPoint, MessageAccess, Object)
 */
public interface PlaceAccess<P> extends MessageAccess<P> {

	@Override
	default @Nullable String key(P place) {
		return null;
	}

	@Override
	default @Nullable String header(P place, String name) {
		return null;
	}

}
