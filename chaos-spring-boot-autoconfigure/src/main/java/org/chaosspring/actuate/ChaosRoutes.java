package org.chaosspring.actuate;

import java.util.ArrayList;
import java.util.List;

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

	static List<ChaosRoute> routes(String path, ChaosOperations operations) {
		List<ChaosRoute> routes = new ArrayList<>();
		routes.add(new ChaosRoute(path, operations).get(operations::state)
			.postWithBody((none, request) -> operations.change(request))
			.delete((none, request) -> operations.reset(request)));
		routes.add(new ChaosRoute(path + "/enable", operations).post((none, request) -> operations.enable(request)));
		routes.add(new ChaosRoute(path + "/disable", operations)
			.postIgnoringBody((none, request) -> operations.disable(request)));
		routes
			.add(new ChaosRoute(path + "/forecast", operations).post((none, request) -> operations.forecast(request)));
		routes.add(new ChaosRoute(path + "/acknowledge", operations)
			.post((none, request) -> operations.acknowledge(request)));
		routes.add(
				new ChaosRoute(path + "/rate", operations).post((none, request) -> operations.setFailureRate(request)));
		routes.add(new ChaosRoute(path + "/groups" + ChaosRoute.NAMED, operations).post(operations::addTargetGroup)
			.delete(operations::removeTargetGroup));
		routes.add(new ChaosRoute(path + "/behaviors" + ChaosRoute.NAMED, operations).post(operations::setBehavior)
			.delete(operations::removeBehavior));
		routes.add(new ChaosRoute(path + "/conditions" + ChaosRoute.NAMED, operations).post(operations::imposeCondition)
			.delete(operations::liftCondition));
		return routes;
	}

	List<ChaosRoute> all() {
		return this.routes;
	}

}
