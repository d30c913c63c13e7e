package org.chaosspring.halt;

import java.util.List;
import java.util.Map;

import org.chaosspring.safety.HaltCondition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;

/**
 * Halts when the application is not healthy.
 */
public final class HealthHalt implements HaltCondition {

	private final HealthEndpoint health;

	/**
	 * Create a condition.
	 * @param health knows the health of the application
	 */
	public HealthHalt(HealthEndpoint health) {
		this.health = health;
	}

	@Override
	public String name() {
		return "health";
	}

	@Override
	public @Nullable String check() {
		HealthDescriptor current = this.health.health();
		return Status.UP.equals(current.getStatus()) ? null
				: "the health of the application is " + current.getStatus() + notUp(current);
	}

	private static String notUp(HealthDescriptor health) {
		if (!(health instanceof CompositeHealthDescriptor composite)) {
			return "";
		}
		Map<String, HealthDescriptor> components = composite.getComponents();
		List<String> names = ((components != null) ? components : Map.<String, HealthDescriptor>of()).entrySet()
			.stream()
			.filter((component) -> !Status.UP.equals(component.getValue().getStatus()))
			.map(Map.Entry::getKey)
			.toList();
		return names.isEmpty() ? "" : ", because of " + names;
	}

}
