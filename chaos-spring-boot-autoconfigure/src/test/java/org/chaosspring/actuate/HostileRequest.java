package org.chaosspring.actuate;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.chaosspring.Fuzz;
import org.jspecify.annotations.Nullable;

/**
 * A request that may be right, nearly right, or nonsense.
 *
 * @param method the method
 * @param path the path below the endpoint, percent-encoded
 * @param contentType the content type, if there is one
 * @param body the body
 */
record HostileRequest(String method, String path, @Nullable String contentType, String body) {

	/**
	 * Is part of texts in bodies, and must not be seen again when a request was refused.
	 */
	static final String SECRET = "s3cr3t";

	private static final List<String> METHODS = List.of("GET", "DELETE", "PUT", "PATCH", "OPTIONS", "TRACE");

	private static final List<String> PATHS = List.of("", "", "", "/enable", "/disable", "/forecast", "/acknowledge",
			"/rate");

	private static final List<String> PARENTS = List.of("/behaviors/", "/behaviors/", "/groups/", "/conditions/");

	private static final List<String> NAMES = List.of("message-loss", "network-delay", "duplication", "corruption",
			"reordering", "service-restart", "network-partition", "backpressure", "broker-failure", "flood",
			"degraded-network", "error", "ack-loss");

	private static final List<String> FIELDS = List.of("enabled", "dryRun", "duration", "failureRate", "seed",
			"targetGroups", "behaviors", "conditions", "reason", "version", "class", "@type", "");

	private static final List<String> PARAMETERS = List.of("probability", "delay", "maxDelay", "max-delay", "copies",
			"mode", "bytes", "headers", "window", "maxHold", "downtime", "distribution", "blocking", "direction",
			"rate", "groups", "exception", "factor", "broker", "ramp", "class");

	private static final List<String> CONTENT_TYPES = List.of("application/json;charset=utf-16", "text/plain", "*/*",
			"multipart/");

	private static final List<String> VALUES = List.of("100ms", "2s", "PT1S", "10m", "normal", "bit-flip", "0.5",
			"payments", "produce");

	static HostileRequest any(Fuzz fuzz) {
		return new HostileRequest(fuzz.chance(75) ? "POST" : fuzz.oneOf(METHODS), path(fuzz),
				fuzz.chance(80) ? (fuzz.chance(50) ? "application/json" : null) : fuzz.oneOf(CONTENT_TYPES),
				body(fuzz));
	}

	private static String path(Fuzz fuzz) {
		if (fuzz.chance(50)) {
			return fuzz.oneOf(PATHS);
		}
		String name = fuzz.chance(60) ? fuzz.oneOf(NAMES) : (fuzz.chance(50) ? fuzz.injection() : fuzz.text(300));
		return fuzz.oneOf(PARENTS) + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static String body(Fuzz fuzz) {
		return switch (fuzz.number(10)) {
			case 0 -> fuzz.text(60);
			case 1 -> fuzz.oneOf(List.of("[", "{\"a\":", " ", "1")).repeat(1 + fuzz.number(3_000));
			case 2, 3, 4 -> fuzz.damaged(ChaosApplication.json(change(fuzz)));
			case 5 -> ChaosApplication.json(parameters(fuzz));
			case 6 -> "";
			default -> ChaosApplication.json(change(fuzz));
		};
	}

	/**
	 * Return a change of some fields, right or wrong.
	 */
	static Map<String, Object> change(Fuzz fuzz) {
		Map<String, Object> change = new LinkedHashMap<>();
		for (int i = fuzz.number(4); i >= 0; i--) {
			String field = fuzz.chance(95) ? fuzz.oneOf(FIELDS) : fuzz.text(20);
			// A reason is given to be logged, so that there is nothing to hide in it.
			boolean fits = field.equals("reason") || fuzz.chance(60);
			change.put(field, fits ? fitting(field, fuzz) : value(fuzz));
		}
		return change;
	}

	private static @Nullable Object fitting(String field, Fuzz fuzz) {
		return switch (field) {
			case "enabled", "dryRun" -> fuzz.chance(50);
			case "duration" -> "10m";
			case "reason" -> fuzz.text(20);
			case "failureRate" -> fuzz.fraction();
			case "seed" -> fuzz.anyLong();
			case "targetGroups" -> List.of("payments", fuzz.injection());
			case "behaviors", "conditions" -> Map.of(fuzz.oneOf(NAMES), parameters(fuzz));
			default -> value(fuzz);
		};
	}

	private static Map<String, Object> parameters(Fuzz fuzz) {
		Map<String, Object> parameters = new LinkedHashMap<>();
		for (int i = fuzz.number(3); i > 0; i--) {
			parameters.put(fuzz.oneOf(PARAMETERS), value(fuzz));
		}
		return parameters;
	}

	private static @Nullable Object value(Fuzz fuzz) {
		return switch (fuzz.number(12)) {
			case 0 -> null;
			case 1 -> fuzz.chance(50);
			case 2 -> fuzz.fraction();
			case 3 -> fuzz.anyLong();
			case 4 -> Double.longBitsToDouble(fuzz.anyLong() & 0x7feF_FFFF_FFFF_FFFFL);
			case 5 -> fuzz.number(10);
			case 6 -> fuzz.injection() + SECRET;
			case 7 -> SECRET + fuzz.text(30);
			case 8 -> parameters(fuzz);
			case 9 -> new ArrayList<>(List.of(fuzz.oneOf(VALUES), fuzz.number(3)));
			default -> fuzz.oneOf(VALUES);
		};
	}

}
