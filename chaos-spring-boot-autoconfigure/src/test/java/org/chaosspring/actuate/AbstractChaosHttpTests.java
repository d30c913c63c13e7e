package org.chaosspring.actuate;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests over HTTP that every way of serving the endpoint has to pass.
 */
@ParameterizedClass
@EnumSource(ChaosServer.class)
abstract class AbstractChaosHttpTests {

	static final String CHAOS = "/actuator/chaos";

	static ChaosApplication application;

	@Parameter
	ChaosServer server;

	@BeforeParameterizedClassInvocation
	static void start(ChaosServer server) {
		application = server.start("management.endpoint.chaos.access=unrestricted",
				"management.endpoints.web.cors.allowed-origins=https://console.example",
				"management.endpoints.web.cors.allowed-methods=GET,POST", "chaos.messaging.failure-rate=0.25",
				"chaos.messaging.safety.max-duration=1h", "chaos.messaging.target-groups=payments",
				"chaos.messaging.groups.payments.broker=kafka", "chaos.messaging.groups.payments.direction=produce",
				"chaos.messaging.groups.payments.destinations=payments.*",
				"chaos.messaging.groups.payments.keys=alice,bob", "chaos.messaging.groups.payments.headers.tenant=acme",
				"chaos.messaging.behaviors.network-delay.probability=0.5",
				"chaos.messaging.behaviors.network-delay.max-delay=1500ms");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.chaos().reset();
	}

}
