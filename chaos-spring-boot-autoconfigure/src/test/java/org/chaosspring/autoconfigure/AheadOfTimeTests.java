package org.chaosspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes an application ahead of time, as the build of a native image does, and runs
 * the result on the JVM.
 */
@ExtendWith(OutputCaptureExtension.class)
class AheadOfTimeTests {

	private static final String OUTPUT = "ahead-of-time-output";

	private static final IsolatedClassPath CLASS_PATH = IsolatedClassPath
		.without(List.of("embedded-brokers", "log4j", "spring-security", "spring-boot-security"));

	@TempDir
	private Path output;

	@Test
	void anApplicationBuiltWithChaosOffCanBeStartedWithChaosOn(CapturedOutput output) throws IOException {
		withSystemProperty(OUTPUT, this.output.toString(), () -> CLASS_PATH.call(Processing.class));
		compile();
		IsolatedClassPath processed = CLASS_PATH.and(classes(), resources());
		assertThat(withSystemProperty("spring.aot.enabled", "true", () -> processed.call(StartedApplication.class)))
			.contains("chaosMiddleware", "chaosMetrics", "chaosEndpoint", "kafkaChaosPostProcessor",
					"rabbitChaosPostProcessor", "chaosWebMvcHandlerMapping");
		assertThat(output).contains("Starting AOT-processed StartedApplication").doesNotContain(" WARN ", " ERROR ");
	}

	private void compile() throws IOException {
		List<String> arguments = List.of("-d", classes().toString(), "-cp", CLASS_PATH.and(classes()).asArgument(),
				"-proc:none", "-nowarn", "-Xlint:none");
		try (Stream<Path> sources = Files.walk(this.output.resolve("sources"))) {
			String[] all = Stream
				.concat(arguments.stream(), sources.map(Path::toString).filter((name) -> name.endsWith(".java")))
				.toArray(String[]::new);
			assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, all)).isZero();
		}
	}

	private Path classes() {
		return this.output.resolve("classes");
	}

	private Path resources() {
		return this.output.resolve("resources");
	}

	private static <T> T withSystemProperty(String name, String value, Supplier<T> action) {
		System.setProperty(name, value);
		try {
			return action.get();
		}
		finally {
			System.clearProperty(name);
		}
	}

	/**
	 * Does what the goal {@code process-aot} does.
	 */
	public static class Processing implements Callable<Boolean> {

		@Override
		public Boolean call() {
			Path output = Path.of(System.getProperty(OUTPUT));
			Settings settings = Settings.builder()
				.sourceOutput(output.resolve("sources"))
				.resourceOutput(output.resolve("resources"))
				.classOutput(output.resolve("classes"))
				.groupId("org.chaosspring")
				.artifactId("ahead-of-time")
				.build();
			new SpringApplicationAotProcessor(StartedApplication.class, settings, new String[0]).process();
			return true;
		}

	}

}
