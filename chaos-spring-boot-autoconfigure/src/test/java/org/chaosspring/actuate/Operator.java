package org.chaosspring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

/**
 * Who asks. Passwords are like names.
 */
enum Operator {

	ANONYMOUS, READER, OPERATOR;

	static final String READER_ROLE = "CHAOS_READER";

	static final String OPERATOR_ROLE = "CHAOS_OPERATOR";

	String userName() {
		return (this == READER) ? "reader" : "operator";
	}

	/**
	 * Return the headers by which the server knows them.
	 */
	String[] headers(String... others) {
		if (this == ANONYMOUS) {
			return others;
		}
		String credentials = userName() + ":" + userName();
		String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
		return Stream.concat(Stream.of("Authorization", "Basic " + encoded), Stream.of(others)).toArray(String[]::new);
	}

}
