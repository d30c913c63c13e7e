package org.chaosspring.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.chaosspring.autoconfigure.ChaosAutoConfiguration;
import org.chaosspring.autoconfigure.ChaosEndpointAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation lists every request that is served, and no other.
 */
class RequestDocumentationTests {

	private static final Path PAGE = Path.of("..", "docs", "http.md");

	private static final Pattern ROW = Pattern.compile("^\\| (`[A-Z`, ]+) (/actuator/chaos[^` ]*)` \\|",
			Pattern.MULTILINE);

	@Test
	void theReferenceOfRequestsIsThatOfTheCode() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ChaosAutoConfiguration.class, ChaosEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=chaos")
			.run((context) -> assertThat(documented()).isNotEmpty()
				.containsExactlyInAnyOrderElementsOf(served(context.getBean(ChaosOperations.class))));
	}

	private static List<String> served(ChaosOperations operations) {
		return ChaosRoutes.routes("/actuator/chaos", operations)
			.stream()
			.flatMap((route) -> route.methods().stream().map((method) -> method + " " + anyName(route.pattern())))
			.toList();
	}

	private static List<String> documented() throws IOException {
		return ROW.matcher(Files.readString(PAGE))
			.results()
			.flatMap((row) -> Arrays.stream(row.group(1).replace("`", "").split(", "))
				.map((method) -> method + " " + anyName(row.group(2))))
			.toList();
	}

	private static String anyName(String path) {
		return path.replaceFirst("\\{\\w+}", "{}");
	}

}
