package org.chaosspring.actuate;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Supplier;

import org.chaosspring.engine.ChaosRefusedException;
import org.chaosspring.engine.InvalidPlanException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A path of the endpoint, and what each method does there.
 */
final class ChaosRoute {

	private static final String NAME = "name";

	/**
	 * What a path ends with that names something.
	 */
	static final String NAMED = "/{" + NAME + "}";

	private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	private final PathPattern pattern;

	private final ChaosOperations operations;

	private final Map<HttpMethod, Action> actions = new LinkedHashMap<>();

	/**
	 * Create a route.
	 * @param pattern the path, which may end with {@link #NAMED}
	 * @param operations hears what is refused
	 */
	ChaosRoute(String pattern, ChaosOperations operations) {
		this.pattern = PathPatternParser.defaultInstance.parse(pattern);
		this.operations = operations;
	}

	String pattern() {
		return this.pattern.getPatternString();
	}

	ChaosRoute get(Supplier<ChaosState> action) {
		this.actions.put(HttpMethod.GET, new Action(null, (name, request) -> action.get()));
		return this;
	}

	/**
	 * Let a POST do something that makes no sense without a body.
	 */
	ChaosRoute postWithBody(Operation operation) {
		this.actions.put(HttpMethod.POST, new Action(HttpBody::requiredObject, operation));
		return this;
	}

	ChaosRoute post(Operation operation) {
		this.actions.put(HttpMethod.POST, new Action(HttpBody::object, operation));
		return this;
	}

	/**
	 * Let a POST ignore its body, whatever it is.
	 */
	ChaosRoute postIgnoringBody(Operation operation) {
		this.actions.put(HttpMethod.POST, new Action(null, operation));
		return this;
	}

	ChaosRoute delete(Operation operation) {
		this.actions.put(HttpMethod.DELETE, new Action(HttpBody::object, operation));
		return this;
	}

	Set<HttpMethod> methods() {
		return this.actions.keySet();
	}

	ChaosRoute readOnly() {
		this.actions.keySet().retainAll(Set.of(HttpMethod.GET));
		return this;
	}

	/**
	 * Return whether the body of a request matters. If it does not, it need not even be
	 * readable.
	 */
	boolean readsBody(HttpMethod method) {
		Action action = this.actions.get(method);
		return action != null && action.reader() != null;
	}

	HttpReply handle(HttpMethod method, PathContainer path, HttpBody body, @Nullable Principal asking) {
		String principal = (asking != null) ? asking.getName() : ChaosRequest.ANONYMOUS;
		Action action = this.actions.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
		if (action == null) {
			if (!SAFE.contains(method)) {
				this.operations.refuse(principal, "method", "must be one of [" + allowed() + "]");
			}
			return HttpReply.notAllowed(allowed());
		}
		if (body.isPresent() && !body.claimsToBeJson()) {
			this.operations.refuse(principal, "Content-Type", "must be application/json");
			return HttpReply.error(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type", "must be application/json");
		}
		try {
			ChaosRequest request = this.operations.receive(principal, () -> action.read(body));
			return HttpReply.ok(action.operation().perform(name(path), request));
		}
		catch (InvalidPlanException ex) {
			return HttpReply.error(HttpStatus.BAD_REQUEST, ex.field(), ex.getMessage());
		}
		catch (ChaosRefusedException ex) {
			return HttpReply.error(HttpStatus.CONFLICT, ex.field(), ex.getMessage());
		}
	}

	private String name(PathContainer path) {
		PathPattern.PathMatchInfo match = this.pattern.matchAndExtract(path);
		return (match != null) ? match.getUriVariables().getOrDefault(NAME, "") : "";
	}

	private String allowed() {
		StringJoiner allowed = new StringJoiner(", ");
		this.actions.keySet().forEach((method) -> {
			allowed.add(method.name());
			if (method.equals(HttpMethod.GET)) {
				allowed.add(HttpMethod.HEAD.name());
			}
		});
		return allowed.toString();
	}

	/**
	 * What a method does.
	 */
	@FunctionalInterface
	interface Operation {

		/**
		 * Do it.
		 * @param name the name at the end of the path, empty if there is none
		 * @param request what is asked for
		 * @return the resulting state
		 * @throws InvalidPlanException if the name or the request is wrong
		 * @throws ChaosRefusedException if it must not be done now
		 */
		ChaosState perform(String name, ChaosRequest request);

	}

	private record Action(@Nullable Function<HttpBody, Map<String, @Nullable Object>> reader, Operation operation) {

		Map<String, @Nullable Object> read(HttpBody body) {
			return (this.reader != null) ? this.reader.apply(body) : Map.of();
		}

	}

}
