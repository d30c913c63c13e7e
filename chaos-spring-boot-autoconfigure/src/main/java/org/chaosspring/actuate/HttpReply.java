package org.chaosspring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.http.HttpStatus;

/**
 * What is answered to a request, always as JSON.
 *
 * @param status the status
 * @param allow the methods that are allowed; {@code null} if that is not the question
 * @param json the body
 */
record HttpReply(HttpStatus status, @Nullable String allow, String json) {

	private static final int MAX_TEXT_LENGTH = 300;

	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

	private static final JsonWriter<Map<String, String>> ERROR = JsonWriter.standard();

	static HttpReply ok(ChaosState state) {
		return new HttpReply(HttpStatus.OK, null, StateJson.write(state));
	}

	static HttpReply error(HttpStatus status, String field, String message) {
		return new HttpReply(status, null, errorJson(field, message));
	}

	static HttpReply notAllowed(String allow) {
		return new HttpReply(HttpStatus.METHOD_NOT_ALLOWED, allow,
				errorJson("method", "must be one of [" + allow + "]"));
	}

	private static String errorJson(String field, String message) {
		Map<String, String> error = new LinkedHashMap<>();
		error.put("error", printable(message));
		error.put("field", printable(field));
		return ERROR.writeToString(error);
	}

	/**
	 * Make text fit for a log or a terminal, as parts of it may come from the request.
	 */
	private static String printable(String text) {
		String cut = (text.length() > MAX_TEXT_LENGTH) ? text.substring(0, MAX_TEXT_LENGTH) : text;
		return UNPRINTABLE.matcher(cut).replaceAll("?");
	}

	byte[] bytes() {
		return this.json.getBytes(StandardCharsets.UTF_8);
	}

}
