package org.chaosspring.safety;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.chaosspring.target.Glob;
import org.jspecify.annotations.Nullable;

/**
 * The names that chaos must not touch, by patterns whose case does not matter: of
 * destinations, templates, listeners and groups.
 */
public final class Protection {

	/**
	 * How dead-letter destinations, and what retries are made of, are usually named.
	 */
	public static final List<String> DEAD_LETTERS = List.of("*dlt", "*dlq", "*dlx", "*dead-letter*", "*deadletter",
			"*parking-lot*", "*-retry", "*-retry-*", "*.retry", "*.retry.*", "*retrytopic*");

	/**
	 * Names beyond this number, such as reply queues with random names, are matched each
	 * time.
	 */
	private static final int MAX_CACHED_NAMES = 10_000;

	private final List<String> patterns;

	private final Map<String, Boolean> cache = new ConcurrentHashMap<>();

	private volatile @Nullable List<Predicate<String>> matchers;

	/**
	 * Create a protection.
	 * @param patterns patterns with {@code *} and {@code ?}
	 */
	public Protection(Collection<String> patterns) {
		this.patterns = List.copyOf(patterns);
	}

	/**
	 * Return the patterns.
	 * @return the patterns as given
	 */
	public List<String> patterns() {
		return this.patterns;
	}

	/**
	 * Return whether a name is protected.
	 * @param name the name
	 * @return whether one of the patterns matches it
	 */
	public boolean covers(String name) {
		Boolean cached = this.cache.get(name);
		if (cached != null) {
			return cached;
		}
		String lower = lower(name);
		boolean covered = matchers().stream().anyMatch((matcher) -> matcher.test(lower));
		if (this.cache.size() < MAX_CACHED_NAMES) {
			this.cache.put(name, covered);
		}
		return covered;
	}

	/**
	 * Return the matchers, made when chaos is on for the first time: an application need
	 * not wait for them when it starts.
	 */
	private List<Predicate<String>> matchers() {
		List<Predicate<String>> known = this.matchers;
		if (known == null) {
			known = this.patterns.stream().map((pattern) -> Glob.matching(lower(pattern))).toList();
			this.matchers = known;
		}
		return known;
	}

	private static String lower(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

}
