package org.chaosspring.actuate;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Serves the endpoint with Spring MVC, before Spring Boot's mapping of endpoints. All
 * other requests of the application come by here as well, so that they are matched by
 * nothing but their path.
 */
public final class ChaosWebMvcHandlerMapping extends SimpleUrlHandlerMapping {

	/**
	 * Create a mapping.
	 * @param routes what is served
	 * @param cors which other origins may ask; {@code null} for none
	 */
	public ChaosWebMvcHandlerMapping(ChaosRoutes routes, @Nullable CorsConfiguration cors) {
		super(handlers(routes), ChaosRoutes.BEFORE_ENDPOINTS);
		if (cors != null) {
			setCorsConfigurations(Map.of("/**", cors));
		}
	}

	private static Map<String, HttpRequestHandler> handlers(ChaosRoutes routes) {
		return routes.all()
			.stream()
			.collect(Collectors.toMap(ChaosRoute::pattern,
					(route) -> (request, response) -> handle(route, request, response)));
	}

	private static void handle(ChaosRoute route, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		HttpMethod method = HttpMethod.valueOf(request.getMethod());
		HttpBody body = route.readsBody(method) ? body(request) : HttpBody.NONE;
		HttpReply reply = route.handle(method,
				ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication(), body,
				request.getUserPrincipal());
		byte[] bytes = reply.bytes();
		response.setStatus(reply.status().value());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setContentLength(bytes.length);
		if (reply.allow() != null) {
			response.setHeader(HttpHeaders.ALLOW, reply.allow());
		}
		response.getOutputStream().write(bytes);
	}

	private static HttpBody body(HttpServletRequest request) throws IOException {
		byte[] bytes = request.getInputStream().readNBytes(HttpBody.MAX_SIZE + 1);
		return new HttpBody(bytes, request.getContentLengthLong(), request.getContentType());
	}

}
