package org.chaosspring.target;

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
		for (int i = 0; i < glob.length(); i++) {
			char c = glob.charAt(i);
			switch (c) {
				case '*' -> regex.append(".*");
				case '?' -> regex.append('.');
				default -> regex.append(Pattern.quote(String.valueOf(c)));
			}
		}
		return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
	}

}
