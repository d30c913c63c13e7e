package org.chaosspring.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Names messages: by an id header, else by the position that the broker gave, else by the
 * hash of the key and how many messages with that key came before.
 */
final class MessageIdentities {

	/**
	 * Above this number of keys the counts start again: bounded memory is worth more than
	 * the repeatability of a run with more keys and no message ids.
	 */
	private static final int MAX_COUNTED_KEYS = 100_000;

	private final List<String> idHeaders;

	private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

	MessageIdentities(List<String> idHeaders) {
		this.idHeaders = List.copyOf(idHeaders);
	}

	/**
	 * Name a message so that a repeated run gives it the same name.
	 */
	<M> String countedIdentity(InjectionPoint point, MessageAccess<M> access, M message) {
		String given = givenIdentity(access, message);
		if (given != null) {
			return given;
		}
		String key = keyIdentity(access, message);
		return key + "/" + count(point.direction().label() + ":" + key);
	}

	/**
	 * Name a passage through a point of the application's own.
	 */
	String countedIdentity(String group) {
		return group + "/" + count(Direction.NONE.label() + ":" + group);
	}

	/**
	 * Name a message without counting it.
	 */
	<M> String identity(MessageAccess<M> access, M message) {
		String given = givenIdentity(access, message);
		return (given != null) ? given : keyIdentity(access, message);
	}

	void restartCounts() {
		this.counts.clear();
	}

	private <M> @Nullable String givenIdentity(MessageAccess<M> access, M message) {
		for (String header : this.idHeaders) {
			String id = access.header(message, header);
			if (id != null && !id.isEmpty()) {
				return "id:" + id;
			}
		}
		return access.position(message);
	}

	private <M> String keyIdentity(MessageAccess<M> access, M message) {
		String key = access.key(message);
		String hash = (key != null) ? Long.toHexString(StableHash.of(key)) : "none";
		return access.destination(message) + "/key#" + hash;
	}

	private long count(String counted) {
		if (this.counts.size() >= MAX_COUNTED_KEYS) {
			this.counts.clear();
		}
		return this.counts.computeIfAbsent(counted, (any) -> new AtomicLong()).getAndIncrement();
	}

}
