package org.chaosspring.actuate;

import org.chaosspring.engine.ConfigurableChaosMiddleware;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells {@code /actuator/info} whether chaos is on.
 */
public final class ChaosInfoContributor implements InfoContributor {

	private final ChaosDetails details;

	/**
	 * Create a contributor.
	 * @param middleware whose state is told
	 */
	public ChaosInfoContributor(ConfigurableChaosMiddleware middleware) {
		this.details = new ChaosDetails(middleware);
	}

	@Override
	public void contribute(Info.Builder builder) {
		builder.withDetail("chaos", this.details.now());
	}

}
