package org.chaosspring.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the latest orders that were processed or dead-lettered on one leg, as many as
 * fit.
 */
class SettledOrders {

	private static final int CAPACITY = 100_000;

	private final Map<String, Boolean> ids = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > CAPACITY;
		}

	};

	synchronized boolean contains(String id) {
		return this.ids.containsKey(id);
	}

	synchronized boolean add(String id) {
		return this.ids.putIfAbsent(id, true) == null;
	}

}
