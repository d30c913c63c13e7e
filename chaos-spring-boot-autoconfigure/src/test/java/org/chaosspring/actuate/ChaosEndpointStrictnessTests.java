package org.chaosspring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.chaosspring.actuate.ChaosApplication.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * Tests for the requests that the endpoint refuses, and for those that are none of its
 * business.
 */
class ChaosEndpointStrictnessTests extends AbstractChaosHttpTests {

	@ParameterizedTest
	@EnumSource
	void aBadRequestIsRefusedAndChangesNothing(BadRequest bad) {
		Map<String, Object> before = application.get(CHAOS).json();
		Reply reply = application.post(CHAOS + bad.path(), bad.body());
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.header("Content-Type")).isEqualTo("application/json");
		assertThat(reply.json()).containsExactly(entry("error", bad.error()), entry("field", bad.field()));
		assertThat(application.get(CHAOS).json()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource({ "POST, /groups/%20, group", "DELETE, /groups/%20, group", "DELETE, /behaviors/unknown, name",
			"DELETE, /conditions/unknown, name" })
	void aBadNameIsRefusedAndChangesNothing(String method, String path, String field) {
		Map<String, Object> before = application.get(CHAOS).json();
		Reply reply = application.send(method, CHAOS + path, null);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).containsOnlyKeys("error", "field").containsEntry("field", field);
		assertThat(application.get(CHAOS).json()).isEqualTo(before);
	}

	@Test
	void aChangeWithoutBodyIsRefused() {
		Reply reply = application.post(CHAOS);
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).isEqualTo(Map.of("error", "must be a JSON object", "field", "body"));
	}

	@Test
	void aRateWithoutBodyIsRefused() {
		Reply reply = application.post(CHAOS + "/rate");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json())
			.isEqualTo(Map.of("error", "must be given, as a number from 0 to 1", "field", "failureRate"));
	}

	@Test
	void aLargeBodyIsRefused() {
		Reply reply = application.post(CHAOS, "{\"enabled\":true" + " ".repeat(64 * 1024) + "}");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).isEqualTo(Map.of("error", "must have at most 65536 bytes", "field", "body"));
		assertThat(application.chaos().isEnabled()).isFalse();
	}

	@Test
	void aBodyOfTheLargestSizeIsTaken() {
		String body = "{\"enabled\":true}";
		Reply reply = application.post(CHAOS, body + " ".repeat(64 * 1024 - body.length()));
		assertThat(reply.status()).isEqualTo(200);
		assertThat(application.chaos().isEnabled()).isTrue();
	}

	@Test
	void aBodyInAnotherEncodingIsRefused() {
		Reply reply = application.postBytes(CHAOS, "{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1));
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).isEqualTo(Map.of("error", "must be JSON in UTF-8", "field", "body"));
	}

	@Test
	void theErrorShowsNoControlCharactersAndNoLongNames() {
		Reply reply = application.post(CHAOS, "{\"a\\u001b[31m\\n\\u202e" + "x".repeat(1000) + "\":1}");
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json()).containsEntry("field", "a?[31m??" + "x".repeat(300 - 8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "application/xml", "json", "*/*",
			"application/jsonp" })
	void aBodyOfAnotherContentTypeIsRefused(String contentType) {
		Reply reply = application.send("POST", CHAOS, "{\"enabled\":true}", "Content-Type", contentType);
		assertThat(reply.status()).isEqualTo(415);
		assertThat(reply.json()).isEqualTo(Map.of("error", "must be application/json", "field", "Content-Type"));
		assertThat(application.chaos().isEnabled()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json;charset=UTF-8",
			"application/vnd.spring-boot.actuator.v3+json", "APPLICATION/JSON" })
	void aBodyOfAJsonContentTypeIsTaken(String contentType) {
		assertThat(application.send("POST", CHAOS, "{\"enabled\":true}", "Content-Type", contentType).status())
			.isEqualTo(200);
	}

	@Test
	void aBodyWithoutContentTypeIsTakenForJson() {
		assertThat(application.send("POST", CHAOS, "{\"failureRate\":0.5}").json()).containsEntry("failureRate", 0.5);
	}

	@Test
	void anEmptyBodyMayHaveAnyContentType() {
		assertThat(application.send("POST", CHAOS + "/enable", "", "Content-Type", "text/plain").status())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			PUT     | ''                  | GET, HEAD, POST, DELETE
			PATCH   | ''                  | GET, HEAD, POST, DELETE
			OPTIONS | ''                  | GET, HEAD, POST, DELETE
			GET     | /enable             | POST
			HEAD    | /enable             | POST
			PUT     | /enable             | POST
			DELETE  | /enable             | POST
			GET     | /disable            | POST
			GET     | /rate               | POST
			PUT     | /rate               | POST
			GET     | /groups/a           | POST, DELETE
			PUT     | /groups/a           | POST, DELETE
			GET     | /behaviors/unknown  | POST, DELETE
			PATCH   | /behaviors/unknown  | POST, DELETE
			GET     | /conditions/unknown | POST, DELETE
			""")
	void anotherMethodIsNotAllowed(String method, String path, String allow) {
		Reply reply = application.send(method, CHAOS + path, null);
		assertThat(reply.status()).isEqualTo(405);
		assertThat(reply.header("Allow")).isEqualTo(allow);
		if (!method.equals("HEAD")) {
			assertThat(reply.json()).isEqualTo(Map.of("error", "must be one of [" + allow + "]", "field", "method"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/unknown", "/groups", "/groups/", "/groups/a/b", "/behaviors", "/enable/", "s" })
	void anUnknownPathIsNotFound(String path) {
		assertThat(application.post(CHAOS + path, "{}").status()).isEqualTo(404);
		assertThat(application.get(CHAOS + path).status()).isEqualTo(404);
	}

	@Test
	void otherEndpointsAndTheApplicationAreServedAsBefore() {
		assertThat(application.get("/actuator/info").status()).isEqualTo(200);
		assertThat(application.post("/actuator/info", "{}").status()).isEqualTo(405);
		assertThat(application.get("/actuator").json()).extractingByKey("_links")
			.asInstanceOf(MAP)
			.containsOnlyKeys("self", "chaos", "health", "health-path", "info");
		assertThat(application.getFromApplication("/greeting").body()).isEqualTo("hello");
		assertThat(application.getFromApplication(CHAOS).status()).isEqualTo(this.server.hasOwnPort() ? 404 : 200);
	}

	@Test
	void otherOriginsAreServedAsConfigured() {
		Reply allowed = application.send("GET", CHAOS, null, "Origin", "https://console.example");
		assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://console.example");
		Reply preflight = application.send("OPTIONS", CHAOS + "/disable", null, "Origin", "https://console.example",
				"Access-Control-Request-Method", "POST");
		assertThat(preflight.status()).isEqualTo(200);
		assertThat(preflight.header("Access-Control-Allow-Methods")).isEqualTo("GET,POST");
		assertThat(application.send("POST", CHAOS + "/enable", null, "Origin", "https://evil.example").status())
			.isEqualTo(403);
		assertThat(application.chaos().isEnabled()).isFalse();
	}

}
