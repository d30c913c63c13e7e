package org.chaosspring.actuate;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows chaos to operators. Changes need more than Spring Boot's operations can carry:
 * over HTTP they go through {@link ChaosRoutes}, over JMX through
 * {@link ChaosEndpointJmxExtension}.
 */
@Endpoint(id = ChaosEndpoint.ID, defaultAccess = Access.READ_ONLY)
public class ChaosEndpoint {

	static final String ID = "chaos";

	private final ChaosOperations operations;

	/**
	 * Create an endpoint.
	 * @param operations what operators can do
	 */
	public ChaosEndpoint(ChaosOperations operations) {
		this.operations = operations;
	}

	/**
	 * Return the whole state.
	 * @return the state
	 */
	@ReadOperation
	public ChaosState state() {
		return this.operations.state();
	}

}
