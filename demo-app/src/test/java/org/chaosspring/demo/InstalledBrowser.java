package org.chaosspring.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Finds Chromium and its driver on this machine, and starts one browser for all tests.
 */
final class InstalledBrowser implements ExecutionCondition, ParameterResolver {

	private static final String REQUIRED = "CHAOS_REQUIRE_BROWSER";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (find("chromium").isPresent() && find("chromedriver").isPresent()) {
			return ConditionEvaluationResult.enabled("Chromium is there");
		}
		if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
			return ConditionEvaluationResult.enabled("A browser is required");
		}
		return ConditionEvaluationResult.disabled("No browser: install chromium and chromium-driver");
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Browser.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getRoot()
			.getStore(Namespace.create(InstalledBrowser.class))
			.computeIfAbsent(Browser.class, (any) -> Browser.start(required("chromium"), required("chromedriver")),
					Browser.class);
	}

	private static Path required(String name) {
		return find(name).orElseThrow(() -> new IllegalStateException("A browser is required but there is no " + name));
	}

	private static Optional<Path> find(String name) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
