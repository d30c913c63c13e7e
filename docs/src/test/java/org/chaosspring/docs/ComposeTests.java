package org.chaosspring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the Compose file and what it mounts, as far as that is possible without an
 * engine that runs it.
 */
class ComposeTests {

	private static final Path DIRECTORY = Path.of("compose");

	private static final Path PROVISIONING = DIRECTORY.resolve("grafana/provisioning");

	private static final String PINNED = "[a-z/]+:v?\\d+\\.\\d+\\.\\d+(-[a-z]+)?";

	private final JsonNode services = read(DIRECTORY.resolve("compose.yaml")).at("/services");

	@Test
	void everyImageIsPinned() {
		assertThat(this.services).hasSize(5)
			.allSatisfy((service) -> assertThat(service.at("/image").stringValue()).matches(PINNED));
	}

	@Test
	void everythingThatIsMountedExists() {
		assertThat(mounts()).hasSize(5).allSatisfy((mount) -> {
			assertThat(DIRECTORY.resolve(mount.source())).exists();
			assertThat(mount.mode()).isEqualTo("ro");
		});
	}

	@Test
	void everyPortIsPublishedOnce() {
		assertThat(texts("ports").toList()).hasSize(6)
			.doesNotHaveDuplicates()
			.allSatisfy((port) -> assertThat(port).matches("(\\d+):\\1"));
	}

	@Test
	void grafanaFindsPrometheus() {
		JsonNode source = read(PROVISIONING.resolve("datasources/prometheus.yaml")).at("/datasources/0");
		assertThat(source.at("/type").stringValue()).isEqualTo("prometheus");
		assertThat(source.at("/url").stringValue()).isEqualTo("http://prometheus:9090");
		assertThat(this.services.has("prometheus")).isTrue();
	}

	@Test
	void grafanaFindsTheDashboardsWhereTheyAreMounted() {
		JsonNode provider = read(PROVISIONING.resolve("dashboards/chaos.yaml")).at("/providers/0");
		assertThat(mounts()).contains(new Mount("../dashboards", provider.at("/options/path").stringValue(), "ro"));
	}

	@Test
	void grafanaOpensADashboardThatIsThere() {
		Path home = Path
			.of(this.services.at("/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").stringValue());
		assertThat(mounts()).contains(new Mount("../dashboards", home.getParent().toString(), "ro"));
		assertThat(Path.of("dashboards").resolve(home.getFileName())).exists();
	}

	private List<Mount> mounts() {
		return texts("volumes").map((volume) -> volume.split(":", 3)).map(Mount::of).toList();
	}

	/**
	 * Return the texts that all services list under a name.
	 */
	private Stream<String> texts(String name) {
		return StreamSupport.stream(this.services.spliterator(), false)
			.flatMap((service) -> StreamSupport.stream(service.path(name).spliterator(), false))
			.map(JsonNode::stringValue);
	}

	private static JsonNode read(Path file) {
		try {
			Object content = new Yaml().load(Files.readString(file));
			return new JsonMapper().valueToTree(content);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Mount(String source, String target, String mode) {

		private static Mount of(String[] parts) {
			assertThat(parts).hasSize(3);
			return new Mount(parts[0], parts[1], parts[2]);
		}

	}

	/**
	 * What the tools of Prometheus say.
	 */
	@Nested
	@Tool.All
	class Tools {

		@Test
		void prometheusUnderstandsItsConfiguration() throws Exception {
			assertThat(Tool.PROMTOOL.run("check", "config", "compose/prometheus.yml")).contains("SUCCESS");
		}

	}

}
