package org.chaosspring.rabbit;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import org.chaosspring.engine.Damage;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.Mark;
import org.jspecify.annotations.Nullable;

/**
 * Reads and copies message properties. The application's own are left as they are.
 */
final class RabbitProperties {

	private static final String MESSAGE_ID = "message-id";

	private RabbitProperties() {
	}

	/**
	 * Return a header as text; the message id answers to the name that AMQP gives it.
	 */
	static @Nullable String header(BasicProperties properties, String name) {
		Map<String, Object> headers = properties.getHeaders();
		Object value = (headers != null) ? headers.get(name) : null;
		if (value == null && MESSAGE_ID.equals(name)) {
			return properties.getMessageId();
		}
		return (value instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8)
				: (value != null) ? value.toString() : null;
	}

	/**
	 * Copy properties and add the mark of a fault.
	 */
	static BasicProperties marked(BasicProperties properties, @Nullable Mark mark) {
		if (mark == null) {
			return properties;
		}
		Map<String, Object> headers = copyOfHeaders(properties);
		headers.put(EngineSettings.MARK_HEADER, mark.toString());
		return properties.builder().headers(headers).build();
	}

	/**
	 * Copy properties with the texts and bytes of their headers damaged.
	 */
	static BasicProperties damaged(BasicProperties properties, Damage damage) {
		Map<String, Object> headers = copyOfHeaders(properties);
		headers.replaceAll((name, value) -> damaged(value, damage));
		return properties.builder().headers(headers).build();
	}

	/**
	 * Return whether a header holds text or bytes.
	 */
	static boolean canBeDamaged(BasicProperties properties) {
		return copyOfHeaders(properties).values().stream().anyMatch((value) -> bytes(value).length > 0);
	}

	private static Object damaged(Object value, Damage damage) {
		byte[] bytes = bytes(value);
		if (bytes.length == 0) {
			return value;
		}
		byte[] damaged = damage.apply(bytes);
		return (value instanceof byte[]) ? damaged : LongStringHelper.asLongString(damaged);
	}

	private static byte[] bytes(@Nullable Object value) {
		if (value instanceof byte[] bytes) {
			return bytes;
		}
		if (value instanceof LongString text) {
			return text.getBytes();
		}
		return (value instanceof String text) ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
	}

	private static Map<String, Object> copyOfHeaders(BasicProperties properties) {
		Map<String, Object> headers = properties.getHeaders();
		return (headers != null) ? new HashMap<>(headers) : new HashMap<>();
	}

}
