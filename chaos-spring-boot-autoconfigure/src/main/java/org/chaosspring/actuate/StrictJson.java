package org.chaosspring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON exactly as RFC 8259 has it, without names given twice and without deep
 * nesting. Objects become maps, arrays lists; numbers are {@link Long} if they can be,
 * else {@link Double}.
 *
 * <p>
 * Libraries differ in what they let pass, and an application may have any of them or
 * none.
 */
final class StrictJson {

	/**
	 * Stands for the whole of a request where an error needs a field.
	 */
	static final String BODY = "body";

	private static final int MAX_DEPTH = 16;

	private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

	private static final Pattern PLAIN = Pattern.compile("[^\"\\\\\\x00-\\x1f]*+");

	private static final Pattern UNICODE = Pattern.compile("[0-9a-fA-F]{4}");

	private final String text;

	private int position;

	private int depth;

	private StrictJson(String text) {
		this.text = text;
	}

	/**
	 * Read an object.
	 * @param text the JSON
	 * @return the values by name
	 * @throws InvalidPlanException if the text is anything else
	 */
	static Map<String, @Nullable Object> readObject(String text) {
		StrictJson json = new StrictJson(text);
		Object value = json.value("");
		json.skipSpace();
		if (json.position < text.length()) {
			throw json.malformed("the end");
		}
		if (value instanceof Map) {
			return asObject(value);
		}
		throw new InvalidPlanException(BODY, "must be a JSON object");
	}

	/**
	 * Return the object that a value read before is.
	 * @param value a map
	 * @return the values by name
	 */
	@SuppressWarnings("unchecked")
	static Map<String, @Nullable Object> asObject(Object value) {
		return (Map<String, @Nullable Object>) value;
	}

	private @Nullable Object value(String path) {
		skipSpace();
		return switch (peek()) {
			case '{' -> object(path);
			case '[' -> array(path);
			case '"' -> string();
			case 't' -> word("true", true);
			case 'f' -> word("false", false);
			case 'n' -> word("null", null);
			default -> number();
		};
	}

	private Map<String, @Nullable Object> object(String path) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		enter();
		skipSpace();
		while (peek() != '}') {
			if (!object.isEmpty()) {
				expect(',');
				skipSpace();
			}
			String name = string();
			String field = path.isEmpty() ? name : path + "." + name;
			if (object.containsKey(name)) {
				throw new InvalidPlanException(field, "must not be given twice");
			}
			skipSpace();
			expect(':');
			object.put(name, value(field));
			skipSpace();
		}
		leave();
		return object;
	}

	private List<@Nullable Object> array(String path) {
		List<@Nullable Object> array = new ArrayList<>();
		enter();
		skipSpace();
		while (peek() != ']') {
			if (!array.isEmpty()) {
				expect(',');
			}
			array.add(value(path));
			skipSpace();
		}
		leave();
		return array;
	}

	private void enter() {
		this.position++;
		this.depth++;
		if (this.depth > MAX_DEPTH) {
			throw new InvalidPlanException(BODY, "must not be nested deeper than " + MAX_DEPTH + " levels");
		}
	}

	private void leave() {
		this.position++;
		this.depth--;
	}

	private String string() {
		expect('"');
		StringBuilder string = new StringBuilder();
		while (true) {
			string.append(take(PLAIN, "text").group());
			switch (next()) {
				case '"' -> {
					return wellFormed(string.toString());
				}
				case '\\' -> string.append(escaped());
				default -> {
					this.position--;
					throw malformed("the end of the text");
				}
			}
		}
	}

	private char escaped() {
		char escaped = next();
		return switch (escaped) {
			case '"', '\\', '/' -> escaped;
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> (char) Integer.parseInt(take(UNICODE, "four hexadecimal digits").group(), 16);
			default -> {
				this.position--;
				throw malformed("an escaped character");
			}
		};
	}

	private String wellFormed(String string) {
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(string)) {
			throw malformed("both halves of a surrogate pair");
		}
		return string;
	}

	private Number number() {
		Matcher number = take(NUMBER, "a value");
		if (number.group(1) == null && number.group(2) == null) {
			try {
				return Long.valueOf(number.group());
			}
			catch (NumberFormatException ex) {
				// Larger than a long.
			}
		}
		return Double.valueOf(number.group());
	}

	private @Nullable Object word(String word, @Nullable Object value) {
		if (!this.text.startsWith(word, this.position)) {
			throw malformed("a value");
		}
		this.position += word.length();
		return value;
	}

	private Matcher take(Pattern pattern, String expected) {
		Matcher matcher = pattern.matcher(this.text).region(this.position, this.text.length());
		if (!matcher.lookingAt()) {
			throw malformed(expected);
		}
		this.position = matcher.end();
		return matcher;
	}

	private void expect(char expected) {
		if (peek() != expected) {
			throw malformed("'" + expected + "'");
		}
		this.position++;
	}

	private char peek() {
		if (this.position >= this.text.length()) {
			throw malformed("more");
		}
		return this.text.charAt(this.position);
	}

	private char next() {
		char next = peek();
		this.position++;
		return next;
	}

	private void skipSpace() {
		while (this.position < this.text.length() && " \t\n\r".indexOf(this.text.charAt(this.position)) >= 0) {
			this.position++;
		}
	}

	private InvalidPlanException malformed(String expected) {
		return new InvalidPlanException(BODY, "must be JSON, with " + expected + " at position " + this.position);
	}

}
