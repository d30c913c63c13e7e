package org.chaosspring.actuate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The body of a request, not yet read as JSON.
 */
final class HttpBody {

	/**
	 * How many bytes a body may have.
	 */
	static final int MAX_SIZE = 64 * 1024;

	static final HttpBody NONE = new HttpBody(new byte[0], 0, null);

	private final byte[] bytes;

	private final long announcedSize;

	private final @Nullable String contentType;

	/**
	 * Create a body.
	 * @param bytes the bytes, of which those beyond the maximum may be missing
	 * @param announcedSize how many bytes the request said there are; negative if it did
	 * not say
	 * @param contentType the content type; {@code null} is taken for JSON
	 */
	HttpBody(byte[] bytes, long announcedSize, @Nullable String contentType) {
		this.bytes = bytes;
		this.announcedSize = announcedSize;
		this.contentType = contentType;
	}

	/**
	 * Return whether there is a body. A filter may have consumed one that was announced.
	 */
	boolean isPresent() {
		return this.bytes.length > 0 || this.announcedSize > 0;
	}

	boolean claimsToBeJson() {
		if (this.contentType == null) {
			return true;
		}
		try {
			MediaType type = MediaType.parseMediaType(this.contentType);
			return type.getType().equals("application")
					&& (type.getSubtype().equals("json") || "json".equals(type.getSubtypeSuffix()));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	/**
	 * Read the body as a JSON object.
	 * @throws InvalidPlanException if it is none, or missing
	 */
	Map<String, @Nullable Object> requiredObject() {
		if (this.bytes.length > MAX_SIZE || this.announcedSize > MAX_SIZE) {
			throw new InvalidPlanException(StrictJson.BODY, "must have at most " + MAX_SIZE + " bytes");
		}
		if (this.bytes.length == 0) {
			throw new InvalidPlanException(StrictJson.BODY, "must be a JSON object");
		}
		return StrictJson.readObject(text());
	}

	/**
	 * Read the body as a JSON object, which is empty if there is no body.
	 */
	Map<String, @Nullable Object> object() {
		return isPresent() ? requiredObject() : Map.of();
	}

	private String text() {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(this.bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidPlanException(StrictJson.BODY, "must be JSON in UTF-8");
		}
	}

}
