package org.chaosspring.actuate;

import java.util.Map;
import java.util.TreeMap;

import org.chaosspring.actuate.ChaosApplication.Reply;
import org.chaosspring.engine.ChaosPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who may do what when Spring Security guards the endpoint: each documented
 * request by each operator.
 */
class ChaosEndpointSecurityTests {

	private static final String CHAOS = "/actuator/chaos";

	@ParameterizedTest
	@EnumSource
	void whenAccessIsUnrestrictedThenOperatorsChangeAndReadersRead(ChaosServer server) {
		try (ChaosApplication application = server.startSecured("management.endpoint.chaos.access=unrestricted")) {
			assertStatus(application, Operator.ANONYMOUS, 401, 401, 401);
			assertStatus(application, Operator.READER, 200, 403, 403);
			assertThat(application.chaos().plan()).isEqualTo(ChaosPlan.DEFAULT);
			assertStatus(application, Operator.OPERATOR, 200, 200, 405);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAccessIsReadOnlyThenNobodyChangesAnything(ChaosServer server) {
		try (ChaosApplication application = server.startSecured()) {
			assertStatus(application, Operator.ANONYMOUS, 401, 401, 401);
			assertStatus(application, Operator.READER, 200, 403, 403);
			assertStatus(application, Operator.OPERATOR, 200, 405, 405);
			assertThat(application.chaos().plan()).isEqualTo(ChaosPlan.DEFAULT);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "MVC_ON_A_PORT_OF_ITS_OWN", "WEBFLUX_ON_THE_SAME_PORT" })
	void whenThereIsNoAccessThenNobodyFindsTheEndpoint(ChaosServer server) {
		try (ChaosApplication application = server.startSecured("management.endpoint.chaos.access=none")) {
			assertThatNobodyFindsTheEndpoint(application);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "MVC_ON_THE_SAME_PORT", "WEBFLUX_ON_A_PORT_OF_ITS_OWN" })
	void whenTheEndpointIsNotExposedThenNobodyFindsIt(ChaosServer server) {
		try (ChaosApplication application = server.startSecured("management.endpoint.chaos.access=unrestricted",
				"management.endpoints.web.exposure.include=health")) {
			assertThatNobodyFindsTheEndpoint(application);
		}
	}

	@Test
	void theDocumentationListsRequestsOfEachKind() {
		assertThat(DocumentedRequest.all()).extracting(DocumentedRequest::method).contains("GET", "POST", "DELETE");
		assertThat(DocumentedRequest.all()).extracting(DocumentedRequest::path)
			.contains(CHAOS, CHAOS + "/enable", CHAOS + "/disable", CHAOS + "/rate", CHAOS + "/groups/payments",
					CHAOS + "/behaviors/network-delay", CHAOS + "/conditions/network-partition");
	}

	private static void assertThatNobodyFindsTheEndpoint(ChaosApplication application) {
		for (Operator operator : Operator.values()) {
			assertStatus(application, operator, 404, 404, 404);
		}
		assertThat(application.chaos().plan()).isEqualTo(ChaosPlan.DEFAULT);
	}

	/**
	 * Send each request of the documentation.
	 */
	private static void assertStatus(ChaosApplication application, Operator operator, int read, int change,
			int otherMethod) {
		Map<String, Integer> expected = new TreeMap<>();
		Map<String, Integer> actual = new TreeMap<>();
		for (DocumentedRequest request : DocumentedRequest.all()) {
			expected.put(request.toString(), request.isChange() ? change : read);
			actual.put(request.toString(), send(application, operator, request).status());
			DocumentedRequest other = new DocumentedRequest("PATCH", request.path(), null);
			expected.put(other.toString(), otherMethod);
			actual.put(other.toString(), send(application, operator, other).status());
		}
		assertThat(actual).as("%s", operator).isEqualTo(expected);
		assertThat(application.send("GET", "/actuator/health", null).status()).isEqualTo(200);
		assertThat(application.getFromApplication("/greeting").status()).isEqualTo(200);
	}

	private static Reply send(ChaosApplication application, Operator operator, DocumentedRequest request) {
		return application.send(request.method(), request.path(), request.body(),
				operator.headers("Content-Type", "application/json"));
	}

}
