package org.chaosspring.actuate;

import org.springframework.boot.WebApplicationType;

/**
 * The ways in which an application serves its management endpoints.
 */
enum ChaosServer {

	MVC_ON_THE_SAME_PORT(WebApplicationType.SERVLET, false),

	MVC_ON_A_PORT_OF_ITS_OWN(WebApplicationType.SERVLET, true),

	WEBFLUX_ON_THE_SAME_PORT(WebApplicationType.REACTIVE, false),

	WEBFLUX_ON_A_PORT_OF_ITS_OWN(WebApplicationType.REACTIVE, true);

	private final WebApplicationType type;

	private final boolean ownPort;

	ChaosServer(WebApplicationType type, boolean ownPort) {
		this.type = type;
		this.ownPort = ownPort;
	}

	boolean hasOwnPort() {
		return this.ownPort;
	}

	ChaosApplication startSecured(String... properties) {
		Class<?> security = (this.type == WebApplicationType.SERVLET) ? ServletSecurity.class : ReactiveSecurity.class;
		return ChaosApplication.startSecured(this.type, this.ownPort, security, properties);
	}

	ChaosApplication start(String... properties) {
		return ChaosApplication.start(this.type, this.ownPort, properties);
	}

}
