package org.chaosspring.engine;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A message of no broker.
 *
 * @param destination where it goes to or comes from
 * @param key its key
 * @param headers its headers
 * @param position the name that its broker gave to it
 */
public record Letter(String destination, @Nullable String key, Map<String, String> headers, @Nullable String position) {

	/**
	 * Reads letters.
	 */
	public static final MessageAccess<Letter> ACCESS = new MessageAccess<>() {

		@Override
		public String destination(Letter letter) {
			return letter.destination();
		}

		@Override
		public @Nullable String key(Letter letter) {
			return letter.key();
		}

		@Override
		public @Nullable String header(Letter letter, String name) {
			return letter.headers().get(name);
		}

		@Override
		public @Nullable String position(Letter letter) {
			return letter.position();
		}

	};

	public static Letter to(String destination) {
		return new Letter(destination, null, Map.of(), null);
	}

	public Letter withKey(String other) {
		return new Letter(this.destination, other, this.headers, this.position);
	}

	public Letter withHeaders(Map<String, String> others) {
		return new Letter(this.destination, this.key, others, this.position);
	}

	public Letter withPosition(String other) {
		return new Letter(this.destination, this.key, this.headers, other);
	}

}
