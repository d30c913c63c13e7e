package org.chaosspring.docs;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import org.chaosspring.autoconfigure.ChaosAutoConfiguration;
import org.chaosspring.docs.example.OwnChaosConfiguration;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.observe.ChaosMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation says what is there, and all of it.
 */
class DocumentationTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Pattern PROPERTY_NAME = Pattern.compile("\"name\": \"((?:chaos|management)\\.[^\"]+)\"");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class))
		.withUserConfiguration(OwnChaosConfiguration.class);

	static List<Page> pages() {
		return Page.all();
	}

	@Test
	void theReferenceOfPropertiesIsThatOfTheMetadata() throws IOException {
		assertThat(Page.of("configuration.md").firstCells().stream().filter((name) -> name.contains(".")))
			.containsExactlyInAnyOrderElementsOf(properties());
	}

	/**
	 * Return the properties of the metadata, which lists groups of properties first.
	 */
	private static List<String> properties() throws IOException {
		for (URL url : Collections.list(DocumentationTests.class.getClassLoader().getResources(METADATA))) {
			String metadata = new String(url.openStream().readAllBytes(), StandardCharsets.UTF_8);
			if (metadata.contains("chaos.messaging.failure-rate")) {
				String properties = metadata.substring(metadata.indexOf("\"properties\""),
						metadata.indexOf("\"hints\""));
				return PROPERTY_NAME.matcher(properties).results().map((name) -> name.group(1)).distinct().toList();
			}
		}
		throw new IllegalStateException("No metadata");
	}

	@Test
	void theReferenceOfGroupsIsThatOfTheCode() throws ClassNotFoundException {
		Class<?> group = Class.forName("org.chaosspring.autoconfigure.ChaosProperties$Group");
		assertThat(Page.of("configuration.md").firstCells().stream().filter((name) -> !name.contains(".")))
			.containsExactlyElementsOf(
					Arrays.stream(group.getRecordComponents()).map((component) -> component.getName()).toList());
	}

	@Test
	void theReferenceOfMetersIsThatOfTheCode() {
		Page page = Page.of("observability.md");
		assertThat(page.firstCells())
			.containsExactlyElementsOf(Arrays.stream(ChaosMeter.values()).map(ChaosMeter::meterName).toList());
		for (ChaosMeter meter : ChaosMeter.values()) {
			String tags = String.join(", ", meter.tagKeys().stream().map((key) -> "`" + key + "`").toList());
			assertThat(page.text()).containsPattern(Pattern.quote("| `" + meter.meterName() + "` |") + " \\w+ \\|"
					+ Pattern.quote(tags.isEmpty() ? " |" : " " + tags + " |"));
		}
	}

	@Test
	void theReferenceOfEventsIsThatOfTheCode() {
		Page page = Page.of("events.md");
		assertThat(page.firstCells()).containsExactlyInAnyOrderElementsOf(
				Arrays.stream(ChaosEvent.class.getPermittedSubclasses()).map(Class::getSimpleName).toList());
		for (Class<?> event : ChaosEvent.class.getPermittedSubclasses()) {
			String fields = String.join(", ",
					Arrays.stream(event.getRecordComponents())
						.map((component) -> "`" + component.getName() + "`")
						.toList());
			assertThat(page.text()).contains("| `" + event.getSimpleName() + "` | " + fields + " |");
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyConfigurationShownStarts(Page page) throws IOException {
		for (String yaml : page.snippets("yaml")) {
			List<String> properties = properties(yaml);
			assertThat(properties).isNotEmpty();
			this.contextRunner.withPropertyValues(properties.toArray(String[]::new))
				.run((context) -> assertThat(context).hasSingleBean(ConfigurableChaosMiddleware.class));
		}
	}

	private static List<String> properties(String yaml) throws IOException {
		List<String> properties = new ArrayList<>();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("snippet",
				new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				properties.add(name + "=" + source.getProperty(name));
			}
		}
		return properties;
	}

	@Test
	void theJavaOfOwnBehaviorsIsThatOfATestedExample() throws IOException {
		List<String> examples = Page.javaExamples();
		assertThat(Page.of("own-behaviors.md").snippets("java")).hasSize(3)
			.allSatisfy(
					(snippet) -> assertThat(examples).anySatisfy((example) -> assertThat(example).contains(snippet)));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyLinkLeadsSomewhere(Page page) {
		assertThat(page.links()).allSatisfy((file) -> assertThat(file).exists());
	}

}
