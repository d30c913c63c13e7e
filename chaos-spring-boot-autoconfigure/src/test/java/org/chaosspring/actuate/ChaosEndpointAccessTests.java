package org.chaosspring.actuate;

import java.util.List;
import java.util.Map;

import org.chaosspring.actuate.ChaosApplication.Reply;
import org.chaosspring.engine.ChaosPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the endpoint over HTTP under Spring Boot's rules of exposure, access and
 * paths.
 */
class ChaosEndpointAccessTests {

	private static final String CHAOS = "/actuator/chaos";

	private static final String UNRESTRICTED = "management.endpoint.chaos.access=unrestricted";

	@ParameterizedTest
	@EnumSource
	void whenNothingIsSaidThenTheEndpointIsReadOnly(ChaosServer server) {
		try (ChaosApplication application = server.start()) {
			assertThatIsReadOnly(application);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "MVC_ON_A_PORT_OF_ITS_OWN", "WEBFLUX_ON_THE_SAME_PORT" })
	void whenAccessIsCappedThenTheEndpointIsReadOnly(ChaosServer server) {
		try (ChaosApplication application = server.start(UNRESTRICTED,
				"management.endpoints.access.max-permitted=read-only")) {
			assertThatIsReadOnly(application);
		}
	}

	private static void assertThatIsReadOnly(ChaosApplication application) {
		assertThat(application.get(CHAOS).status()).isEqualTo(200);
		assertThat(application.send("HEAD", CHAOS, null).status()).isEqualTo(200);
		assertThatIsNotAllowed(application.post(CHAOS, "{\"enabled\":true}"), "GET, HEAD");
		assertThatIsNotAllowed(application.delete(CHAOS), "GET, HEAD");
		assertThatIsNotAllowed(application.post(CHAOS + "/enable"), "");
		assertThatIsNotAllowed(application.post(CHAOS + "/disable"), "");
		assertThatIsNotAllowed(application.post(CHAOS + "/rate", "{\"failureRate\":1}"), "");
		assertThatIsNotAllowed(application.post(CHAOS + "/groups/a"), "");
		assertThatIsNotAllowed(application.delete(CHAOS + "/groups/a"), "");
		assertThatIsNotAllowed(application.post(CHAOS + "/behaviors/message-loss"), "");
		assertThatIsNotAllowed(application.delete(CHAOS + "/behaviors/message-loss"), "");
		assertThatIsNotAllowed(application.post(CHAOS + "/conditions/network-partition"), "");
		assertThatIsNotAllowed(application.delete(CHAOS + "/conditions/network-partition"), "");
		assertThatIsNotAllowed(application.post(CHAOS + "/enable", "not json"), "");
		assertThat(application.chaos().plan()).isEqualTo(ChaosPlan.DEFAULT);
	}

	private static void assertThatIsNotAllowed(Reply reply, String allow) {
		assertThat(reply.status()).isEqualTo(405);
		assertThat(reply.header("Allow")).isEqualTo(allow);
		assertThat(reply.json()).isEqualTo(Map.of("error", "must be one of [" + allow + "]", "field", "method"));
	}

	@ParameterizedTest
	@EnumSource(names = { "MVC_ON_THE_SAME_PORT", "WEBFLUX_ON_A_PORT_OF_ITS_OWN" })
	void whenTheEndpointIsNotExposedThenItIsNotFound(ChaosServer server) {
		try (ChaosApplication application = server.start(UNRESTRICTED,
				"management.endpoints.web.exposure.include=health")) {
			assertThatIsNotFound(application, CHAOS);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "MVC_ON_A_PORT_OF_ITS_OWN", "WEBFLUX_ON_THE_SAME_PORT" })
	void whenTheEndpointIsExposedOverJmxAloneThenItIsNotFound(ChaosServer server) {
		try (ChaosApplication application = server.start(UNRESTRICTED, "spring.jmx.enabled=true",
				"management.endpoints.jmx.domain=" + server, "management.endpoints.jmx.exposure.include=chaos",
				"management.endpoints.web.exposure.include=health")) {
			assertThat(application.context().getBean(ChaosEndpoint.class)).isNotNull();
			assertThatIsNotFound(application, CHAOS);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "MVC_ON_A_PORT_OF_ITS_OWN", "WEBFLUX_ON_THE_SAME_PORT" })
	void whenThereIsNoAccessThenTheEndpointIsNotFound(ChaosServer server) {
		try (ChaosApplication application = server.start("management.endpoint.chaos.access=none")) {
			assertThatIsNotFound(application, CHAOS);
		}
	}

	private static void assertThatIsNotFound(ChaosApplication application, String path) {
		assertThat(application.get("/actuator/health").status()).isEqualTo(200);
		assertThat(application.get(path).status()).isEqualTo(404);
		assertThat(application.post(path, "{}").status()).isEqualTo(404);
		assertThat(application.post(path + "/enable").status()).isEqualTo(404);
		assertThat(application.delete(path + "/groups/a").status()).isEqualTo(404);
		assertThat(application.chaos().isEnabled()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void pathsAreFollowed(ChaosServer server) {
		try (ChaosApplication application = server.start(UNRESTRICTED, "server.servlet.context-path=/outer",
				"spring.webflux.base-path=/outer", "management.server.base-path=/outer",
				"management.endpoints.web.base-path=/manage",
				"management.endpoints.web.path-mapping.chaos=storm/weather")) {
			String path = "/outer/manage/storm/weather";
			assertThat(application.get(path).status()).isEqualTo(200);
			assertThat(application.post(path + "/enable").json()).containsEntry("enabled", true);
			assertThat(application.post(path + "/groups/a%20b").json()).containsEntry("targetGroups", List.of("a b"));
			assertThat(application.chaos().plan().targetGroups()).containsExactly("a b");
			assertThat(application.get("/outer/manage/chaos").status()).isEqualTo(404);
			assertThat(application.get("/outer/actuator/chaos").status()).isEqualTo(404);
			assertThat(application.get("/manage/storm/weather").status()).isEqualTo(404);
		}
	}

	@Test
	void whenTheServletHasAPathThenTheEndpointIsBelowIt() {
		try (ChaosApplication application = ChaosServer.MVC_ON_THE_SAME_PORT.start(UNRESTRICTED,
				"spring.mvc.servlet.path=/inner")) {
			application.post("/inner/actuator/chaos/groups/a%20b");
			assertThat(application.get("/inner/actuator/chaos").json()).containsEntry("targetGroups", List.of("a b"));
			assertThat(application.get("/actuator/chaos").status()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "MVC_ON_THE_SAME_PORT", "WEBFLUX_ON_A_PORT_OF_ITS_OWN" })
	void whenTheBasePathIsTheRootThenTheEndpointIsThere(ChaosServer server) {
		try (ChaosApplication application = server.start(UNRESTRICTED, "management.endpoints.web.base-path=/")) {
			assertThat(application.get("/chaos").status()).isEqualTo(200);
			assertThat(application.post("/chaos/enable").json()).containsEntry("enabled", true);
			assertThat(application.get("/actuator/chaos").status()).isEqualTo(404);
		}
	}

	@Test
	void whenTheApplicationShutsDownThenChaosCanBeDisabledButNotEnabled() {
		try (ChaosApplication application = ChaosServer.MVC_ON_THE_SAME_PORT.start(UNRESTRICTED)) {
			application.chaos().close();
			Reply reply = application.post(CHAOS + "/enable");
			assertThat(reply.status()).isEqualTo(409);
			assertThat(reply.json()).containsExactly(
					entry("error", "must not be true while the application shuts down"), entry("field", "enabled"));
			assertThat(application.post(CHAOS + "/disable").status()).isEqualTo(200);
		}
	}

	@Test
	void requestsOfTheApplicationAreMatchedByTheirPathAlone() {
		try (ChaosApplication application = ChaosServer.MVC_ON_THE_SAME_PORT.start(UNRESTRICTED)) {
			assertThat(application.send("GET", "/greeting", null, "Content-Type", "*/*").body()).isEqualTo("hello");
		}
	}

}
