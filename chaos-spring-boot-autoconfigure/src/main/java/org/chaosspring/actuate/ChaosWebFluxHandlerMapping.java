package org.chaosspring.actuate;

import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Serves the endpoint with Spring WebFlux, before Spring Boot's mapping of endpoints. All
 * other requests of the application come by here as well, so that they are matched by
 * nothing but their path.
 */
public final class ChaosWebFluxHandlerMapping extends SimpleUrlHandlerMapping {

	/**
	 * Create a mapping.
	 * @param routes what is served
	 * @param cors which other origins may ask; {@code null} for none
	 */
	public ChaosWebFluxHandlerMapping(ChaosRoutes routes, @Nullable CorsConfiguration cors) {
		super(handlers(routes), ChaosRoutes.BEFORE_ENDPOINTS);
		if (cors != null) {
			setCorsConfigurations(Map.of("/**", cors));
		}
	}

	private static Map<String, WebHandler> handlers(ChaosRoutes routes) {
		return routes.all()
			.stream()
			.collect(Collectors.toMap(ChaosRoute::pattern, (route) -> (exchange) -> handle(route, exchange)));
	}

	private static Mono<Void> handle(ChaosRoute route, ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		HttpMethod method = request.getMethod();
		Mono<HttpBody> body = route.readsBody(method) ? body(request) : Mono.just(HttpBody.NONE);
		// A change may wait for held messages to leave, which no event loop has time for.
		return body.zipWith(principal(exchange))
			.publishOn(Schedulers.boundedElastic())
			.map((read) -> route.handle(method, request.getPath().pathWithinApplication(), read.getT1(),
					read.getT2().orElse(null)))
			.flatMap((reply) -> write(reply, exchange.getResponse()));
	}

	private static Mono<Optional<Principal>> principal(ServerWebExchange exchange) {
		return exchange.getPrincipal().map(Optional::of).defaultIfEmpty(Optional.empty());
	}

	private static Mono<Void> write(HttpReply reply, ServerHttpResponse response) {
		byte[] bytes = reply.bytes();
		response.setStatusCode(reply.status());
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		response.getHeaders().setContentLength(bytes.length);
		if (reply.allow() != null) {
			response.getHeaders().set(HttpHeaders.ALLOW, reply.allow());
		}
		return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
	}

	private static Mono<HttpBody> body(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		return DataBufferUtils.join(request.getBody(), HttpBody.MAX_SIZE)
			.map(ChaosWebFluxHandlerMapping::bytes)
			.defaultIfEmpty(new byte[0])
			.onErrorReturn(DataBufferLimitException.class, new byte[HttpBody.MAX_SIZE + 1])
			.map((bytes) -> new HttpBody(bytes, headers.getContentLength(),
					headers.getFirst(HttpHeaders.CONTENT_TYPE)));
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

}
