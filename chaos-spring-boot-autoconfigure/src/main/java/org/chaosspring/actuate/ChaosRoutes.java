package org.chaosspring.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.EndpointMapping;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;

/**
 * The paths of the endpoint over HTTP, for whichever web framework serves them. Spring
 * Boot's own operations take flat text only and ignore what they do not know, which is
 * too little for changes.
 */
public final class ChaosRoutes {

	/**
	 * The order of mappings that go before Spring Boot's, which has -100.
	 */
	static final int BEFORE_ENDPOINTS = -101;

	private static final EndpointId ID = EndpointId.of(ChaosEndpoint.ID);

	private final List<ChaosRoute> routes;

	private ChaosRoutes(List<ChaosRoute> routes) {
		this.routes = routes;
	}

	/**
	 * Create the routes that Spring Boot's configuration of endpoints asks for: none if
	 * the endpoint is not exposed, and without changes if it is read-only.
	 * @param operations what the routes do
	 * @param endpoints the endpoints exposed over HTTP
	 * @param basePath the path of all endpoints
	 * @param accessResolver knows what may be done with an endpoint
	 * @return the routes
	 */
	public static ChaosRoutes of(ChaosOperations operations, WebEndpointsSupplier endpoints, String basePath,
			EndpointAccessResolver accessResolver) {
		Access access = accessResolver.accessFor(ID, Access.READ_ONLY);
		List<ChaosRoute> routes = endpoints.getEndpoints()
			.stream()
			.filter((endpoint) -> endpoint.getEndpointId().equals(ID) && access != Access.NONE)
			.map(PathMappedEndpoint::getRootPath)
			.map((rootPath) -> new EndpointMapping(basePath).createSubPath(rootPath))
			.flatMap((path) -> routes(path, operations).stream())
			.toList();
		if (access != Access.UNRESTRICTED) {
			routes.forEach(ChaosRoute::readOnly);
		}
		return new ChaosRoutes(routes);
	}

	private static List<ChaosRoute> routes(String path, ChaosOperations operations) {
		List<ChaosRoute> routes = new ArrayList<>();
		routes.add(new ChaosRoute(path).get(operations::state)
			.post((none, body) -> operations.change(body.requiredObject()))
			.delete((none, body) -> operations.reset()));
		routes.add(new ChaosRoute(path + "/enable").post((none, body) -> enable(operations, body.object())));
		routes.add(new ChaosRoute(path + "/disable").postIgnoringBody(operations::disable));
		routes.add(new ChaosRoute(path + "/forecast").post((none, body) -> operations.forecast(body.object())));
		routes.add(new ChaosRoute(path + "/acknowledge").postIgnoringBody(operations::acknowledge));
		routes.add(new ChaosRoute(path + "/rate").post((none, body) -> setRate(operations, body.object())));
		routes.add(new ChaosRoute(path + "/groups" + ChaosRoute.NAMED)
			.post((group, body) -> addGroup(operations, group, body.object()))
			.delete((group, body) -> operations.removeTargetGroup(group)));
		routes.add(new ChaosRoute(path + "/behaviors" + ChaosRoute.NAMED)
			.post((behavior, body) -> operations.setBehavior(behavior, body.object()))
			.delete((behavior, body) -> operations.removeBehavior(behavior)));
		routes.add(new ChaosRoute(path + "/conditions" + ChaosRoute.NAMED)
			.post((condition, body) -> operations.imposeCondition(condition, body.object()))
			.delete((condition, body) -> operations.liftCondition(condition)));
		return routes;
	}

	private static ChaosState enable(ChaosOperations operations, Map<String, @Nullable Object> given) {
		return operations.enable(new Fields(given, "duration").duration("duration"));
	}

	private static ChaosState setRate(ChaosOperations operations, Map<String, @Nullable Object> given) {
		Double rate = new Fields(given, "failureRate").number("failureRate");
		if (rate == null) {
			throw new InvalidPlanException("failureRate", "must be given, as a number from 0 to 1");
		}
		return operations.setFailureRate(rate);
	}

	private static ChaosState addGroup(ChaosOperations operations, String group, Map<String, @Nullable Object> given) {
		new Fields(given);
		return operations.addTargetGroup(group);
	}

	List<ChaosRoute> all() {
		return this.routes;
	}

}
