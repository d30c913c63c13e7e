package org.chaosspring.target;

import java.util.StringTokenizer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Patterns in which {@code *} stands for any characters, {@code ?} for one, and all
 * others for themselves.
 */
public final class Glob {

	private Glob() {
	}

	/**
	 * Return a matcher for a pattern.
	 * @param glob the pattern
	 * @return matches whole names
	 */
	public static Predicate<String> matching(String glob) {
		StringBuilder regex = new StringBuilder();
		StringTokenizer parts = new StringTokenizer(glob, "*?", true);
		while (parts.hasMoreTokens()) {
			String part = parts.nextToken();
			regex.append(switch (part) {
				case "*" -> ".*";
				case "?" -> ".";
				default -> Pattern.quote(part);
			});
		}
		return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
	}

}
