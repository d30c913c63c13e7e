package org.chaosspring.actuate;

import java.util.Collection;
import java.util.List;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebOperation;

/**
 * The endpoint as Spring Boot exposes it, for routes without a server.
 */
final class ExposedChaos implements ExposableWebEndpoint {

	static ChaosRoutes routes(ChaosOperations operations) {
		return ChaosRoutes.of(operations, () -> List.of(new ExposedChaos()), "/actuator",
				(id, defaultAccess) -> Access.UNRESTRICTED);
	}

	@Override
	public EndpointId getEndpointId() {
		return EndpointId.of(ChaosEndpoint.ID);
	}

	@Override
	public Access getDefaultAccess() {
		return Access.READ_ONLY;
	}

	@Override
	public Collection<WebOperation> getOperations() {
		return List.of();
	}

	@Override
	public String getRootPath() {
		return ChaosEndpoint.ID;
	}

}
