package org.chaosspring.docs;

import java.io.File;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A tool that comes with Prometheus or with Alertmanager.
 */
enum Tool {

	PROMTOOL, AMTOOL;

	private boolean isInstalled() {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, command())));
	}

	private String command() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Run the tool.
	 * @return what it wrote
	 * @throws AssertionError if it was not content
	 */
	String run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(command()));
		command.addAll(Arrays.asList(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new AssertionError(command + ": " + output);
		}
		return output;
	}

	/**
	 * Skips the tests where one of the tools is not installed, unless
	 * {@code CHAOS_REQUIRE_PROMETHEUS} is {@code true}: then they fail.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@ExtendWith(Condition.class)
	@interface All {

	}

	/**
	 * Looks whether the tools are there.
	 */
	static final class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			if (Arrays.stream(values()).allMatch(Tool::isInstalled)
					|| Boolean.parseBoolean(System.getenv("CHAOS_REQUIRE_PROMETHEUS"))) {
				return ConditionEvaluationResult.enabled("The tools are there or required");
			}
			return ConditionEvaluationResult
				.disabled("No promtool or amtool: install prometheus and prometheus-alertmanager");
		}

	}

}
