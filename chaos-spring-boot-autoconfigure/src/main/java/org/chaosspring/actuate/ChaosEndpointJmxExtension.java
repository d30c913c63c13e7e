package org.chaosspring.actuate;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

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
		return perform((duration == null || duration.isBlank()) ? Map.of() : Map.of("duration", duration),
				this.operations::enable);
	}

	/**
	 * Switch chaos off.
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState disable() {
		return perform(Map.of(), this.operations::disable);
	}

	/**
	 * Begin a dry run, which only counts what it would have hit.
	 * @param json what is to change besides, as JSON; {@code null} or empty for nothing
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState forecast(@Nullable String json) {
		return perform(() -> (json == null || json.isBlank()) ? Map.of() : StrictJson.readObject(json),
				this.operations::forecast);
	}

	/**
	 * Take note of the last halt, so that chaos can be enabled again.
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState acknowledge() {
		return perform(Map.of(), this.operations::acknowledge);
	}

	/**
	 * Set the share of messages that are candidates for a fault.
	 * @param failureRate from 0 to 1
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState setFailureRate(Double failureRate) {
		return perform(Map.of("failureRate", failureRate), this.operations::setFailureRate);
	}

	/**
	 * Add a group that may be hit.
	 * @param group its name
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState addTargetGroup(String group) {
		return perform(Map.of(), (request) -> this.operations.addTargetGroup(group, request));
	}

	/**
	 * Remove a group. Without the last one, everything may be hit.
	 * @param group its name
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState removeTargetGroup(String group) {
		return perform(Map.of(), (request) -> this.operations.removeTargetGroup(group, request));
	}

	/**
	 * Add a behavior with its default parameters.
	 * @param name its name
	 * @param probability the probability that it is considered for a candidate, from 0 to
	 * 1
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState addBehavior(String name, Double probability) {
		return perform(Map.of(BehaviorReader.PROBABILITY, probability),
				(request) -> this.operations.setBehavior(name, request));
	}

	/**
	 * Remove a behavior.
	 * @param name its name
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState removeBehavior(String name) {
		return perform(Map.of(), (request) -> this.operations.removeBehavior(name, request));
	}

	/**
	 * Impose a condition with its default parameters.
	 * @param name its name
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState imposeCondition(String name) {
		return perform(Map.of(), (request) -> this.operations.imposeCondition(name, request));
	}

	/**
	 * Lift a condition.
	 * @param name its name
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState liftCondition(String name) {
		return perform(Map.of(), (request) -> this.operations.liftCondition(name, request));
	}

	/**
	 * Change several things at once.
	 * @param json what is to change, as JSON
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState change(String json) {
		return perform(() -> StrictJson.readObject(json), this.operations::change);
	}

	/**
	 * Go back to what was configured.
	 * @return the resulting state
	 */
	@WriteOperation
	public ChaosState reset() {
		return perform(Map.of(), this.operations::reset);
	}

	private ChaosState perform(Map<String, @Nullable Object> given, Function<ChaosRequest, ChaosState> operation) {
		return perform(() -> given, operation);
	}

	/**
	 * Do something for whoever asks: over JMX nobody says who that is.
	 */
	private ChaosState perform(Supplier<Map<String, @Nullable Object>> given,
			Function<ChaosRequest, ChaosState> operation) {
		try {
			return operation.apply(this.operations.receive(ChaosRequest.ANONYMOUS, given));
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
