package org.chaosspring.actuate;

import java.util.Map;
import java.util.function.Supplier;

import org.chaosspring.behavior.Durations;
import org.chaosspring.engine.ChaosRefusedException;
import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * Lets operators steer chaos over JMX. Each operation answers with the resulting state.
 */
@EndpointJmxExtension(endpoint = ChaosEndpoint.class)
public class ChaosEndpointJmxExtension {

	private final ChaosOperations operations;

	/**
	 * Create an extension.
	 * @param operations what operators can do
	 */
	public ChaosEndpointJmxExtension(ChaosOperations operations) {
		this.operations = operations;
	}

	/**
	 * Switch chaos on.
	 * @param duration for how long, such as {@code 10m}; {@code null} or empty for as
	 * long as is allowed
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState enable(@Nullable String duration) {
		return perform(() -> this.operations
			.enable((duration == null || duration.isBlank()) ? null : Durations.parse("duration", duration)));
	}

	/**
	 * Switch chaos off.
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState disable() {
		return perform(this.operations::disable);
	}

	/**
	 * Begin a dry run, which only counts what it would have hit.
	 * @param json what is to change besides, as JSON; {@code null} or empty for nothing
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState forecast(@Nullable String json) {
		return perform(() -> this.operations
			.forecast((json == null || json.isBlank()) ? Map.of() : StrictJson.readObject(json)));
	}

	/**
	 * Take note of the last halt, so that chaos can be enabled again.
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState acknowledge() {
		return perform(this.operations::acknowledge);
	}

	/**
	 * Set the share of messages that are candidates for a fault.
	 * @param failureRate from 0 to 1
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState setFailureRate(Double failureRate) {
		return perform(() -> this.operations.setFailureRate(failureRate));
	}

	/**
	 * Add a group that may be hit.
	 * @param group its name
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState addTargetGroup(String group) {
		return perform(() -> this.operations.addTargetGroup(group));
	}

	/**
	 * Remove a group. Without the last one, everything may be hit.
	 * @param group its name
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState removeTargetGroup(String group) {
		return perform(() -> this.operations.removeTargetGroup(group));
	}

	/**
	 * Add a behavior with its default parameters.
	 * @param name its name
	 * @param probability how likely it comes in for a candidate, from 0 to 1
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState addBehavior(String name, Double probability) {
		return perform(() -> this.operations.setBehavior(name, Map.of(BehaviorReader.PROBABILITY, probability)));
	}

	/**
	 * Remove a behavior.
	 * @param name its name
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState removeBehavior(String name) {
		return perform(() -> this.operations.removeBehavior(name));
	}

	/**
	 * Impose a condition with its default parameters.
	 * @param name its name
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState imposeCondition(String name) {
		return perform(() -> this.operations.imposeCondition(name, Map.of()));
	}

	/**
	 * Lift a condition.
	 * @param name its name
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState liftCondition(String name) {
		return perform(() -> this.operations.liftCondition(name));
	}

	/**
	 * Change several things at once.
	 * @param json what is to change, as JSON
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState change(String json) {
		return perform(() -> this.operations.change(StrictJson.readObject(json)));
	}

	/**
	 * Go back to what was configured.
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState reset() {
		return perform(this.operations::reset);
	}

	private static ChaosState perform(Supplier<ChaosState> operation) {
		try {
			return operation.get();
		}
		catch (InvalidPlanException ex) {
			throw refusal(ex.field(), ex);
		}
		catch (ChaosRefusedException ex) {
			throw refusal(ex.field(), ex);
		}
	}

	private static InvalidEndpointRequestException refusal(String field, RuntimeException cause) {
		String message = field + " " + cause.getMessage();
		return new InvalidEndpointRequestException(message, message, cause);
	}

}
