package org.chaosspring.benchmarks.exact;

import org.chaosspring.engine.MessageAccess;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are nothing but their number, by which they are identified.
 */
final class Letters implements MessageAccess<Integer> {

	@Override
	public String destination(Integer letter) {
		return "letters";
	}

	@Override
	public @Nullable String key(Integer letter) {
		return null;
	}

	@Override
	public @Nullable String header(Integer letter, String name) {
		return letter.toString();
	}

}
