package org.chaosspring.actuate;

import org.chaosspring.engine.ConfigurableChaosMiddleware;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells {@code /actuator/health} whether chaos is on. Always up: an application under
 * chaos is to be watched, not to be taken out of service.
 */
public final class ChaosHealthIndicator implements HealthIndicator {

	private final ChaosDetails details;

	/**
	 * Create an indicator.
	 * @param middleware whose state is told
	 */
	public ChaosHealthIndicator(ConfigurableChaosMiddleware middleware) {
		this.details = new ChaosDetails(middleware);
	}

	@Override
	public Health health() {
		return Health.up().withDetails(this.details.now()).build();
	}

}
