package org.chaosspring.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.jspecify.annotations.Nullable;

/**
 * Says in a few words whether chaos is on, for pages that are about something else.
 */
final class ChaosDetails {

	private final ConfigurableChaosMiddleware middleware;

	ChaosDetails(ConfigurableChaosMiddleware middleware) {
		this.middleware = middleware;
	}

	/**
	 * Return whether chaos is on and, if it is, what it does and for how long.
	 */
	Map<String, Object> now() {
		ChaosPlan plan = this.middleware.plan();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("enabled", plan.enabled());
		if (plan.enabled()) {
			details.put("dryRun", plan.dryRun());
			put(details, "since", this.middleware.enabledSince());
			put(details, "until", plan.until());
			details.put("failureRate", plan.failureRate());
			details.put("targetGroups", plan.targetGroups());
			details.put("behaviors", plan.behaviors().keySet());
			details.put("conditions", plan.conditions().keySet());
		}
		details.put("held", this.middleware.held());
		return details;
	}

	private static void put(Map<String, Object> details, String name, @Nullable Instant time) {
		if (time != null) {
			details.put(name, time.toString());
		}
	}

}
