package org.chaosspring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Supplier;

import org.chaosspring.engine.ChaosRefusedException;
import org.chaosspring.engine.InvalidPlanException;

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

	private final PathPattern pattern;

	private final Map<HttpMethod, Action> actions = new LinkedHashMap<>();

	/**
	 * Create a route.
	 * @param pattern the path, which may end with {@link #NAMED}
	 */
	ChaosRoute(String pattern) {
		this.pattern = PathPatternParser.defaultInstance.parse(pattern);
	}

	String pattern() {
		return this.pattern.getPatternString();
	}

	ChaosRoute get(Supplier<ChaosState> action) {
		this.actions.put(HttpMethod.GET, new Action((name, body) -> action.get(), false));
		return this;
	}

	ChaosRoute post(Operation operation) {
		this.actions.put(HttpMethod.POST, new Action(operation, true));
		return this;
	}

	/**
	 * Let a POST ignore its body, whatever it is.
	 */
	ChaosRoute postIgnoringBody(Supplier<ChaosState> action) {
		this.actions.put(HttpMethod.POST, new Action((name, body) -> action.get(), false));
		return this;
	}

	ChaosRoute delete(Operation operation) {
		this.actions.put(HttpMethod.DELETE, new Action(operation, false));
		return this;
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
		return action != null && action.readsBody();
	}

	HttpReply handle(HttpMethod method, PathContainer path, HttpBody body) {
		Action action = this.actions.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
		if (action == null) {
			return HttpReply.notAllowed(allowed());
		}
		if (body.isPresent() && !body.claimsToBeJson()) {
			return HttpReply.error(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type", "must be application/json");
		}
		try {
			return HttpReply.ok(action.operation().perform(name(path), body));
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
		 * @param body the body
		 * @return the resulting state
		 * @throws InvalidPlanException if the name or the body is wrong
		 */
		ChaosState perform(String name, HttpBody body);

	}

	private record Action(Operation operation, boolean readsBody) {

	}

}
