package org.chaosspring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.chaosspring.observe.ChaosMeter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dashboards as files. What their queries find is tested with the demo.
 */
class DashboardTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Pattern METER = Pattern.compile("\\bchaos_\\w+");

	static List<Path> dashboards() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("dashboards"))) {
			return files.sorted().toList();
		}
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void aDashboardIsWhatTheSchemaOfGrafanaAllows(Path dashboard) {
		Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
			.getSchema(DashboardTests.class.getResourceAsStream("/grafana/dashboard.schema.json"));
		assertThat(schema.validate(JSON.readTree(dashboard))).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void aDashboardCanBeImportedAnywhere(Path dashboard) {
		JsonNode model = JSON.readTree(dashboard);
		assertThat(dashboard).hasFileName(model.at("/uid").stringValue() + ".json");
		assertThat(model.has("id")).isFalse();
		assertThat(model.findValues("datasource").stream().map((source) -> source.at("/uid").stringValue()))
			.isNotEmpty()
			.containsOnly("${datasource}");
		assertThat(model.at("/templating/list/0/type").stringValue()).isEqualTo("datasource");
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void panelsHaveTheirOwnIdAndPlace(Path dashboard) {
		List<Integer> ids = new ArrayList<>();
		List<String> places = new ArrayList<>();
		for (JsonNode panel : JSON.readTree(dashboard).at("/panels")) {
			ids.add(panel.at("/id").intValue());
			JsonNode place = panel.at("/gridPos");
			for (int x = 0; x < place.at("/w").intValue(); x++) {
				for (int y = 0; y < place.at("/h").intValue(); y++) {
					places.add((place.at("/x").intValue() + x) + "," + (place.at("/y").intValue() + y));
				}
			}
			assertThat(place.at("/x").intValue() + place.at("/w").intValue()).isLessThanOrEqualTo(24);
		}
		assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
		assertThat(places).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void everyMeterOfChaosThatIsShownExists(Path dashboard) throws IOException {
		Set<String> shown = Set.copyOf(METER.matcher(Files.readString(dashboard))
			.results()
			.map((meter) -> meter.group().replaceFirst("(_seconds)?(_sum|_count|_total)$", "").replace('_', '.'))
			.toList());
		assertThat(shown).isNotEmpty()
			.isSubsetOf(Arrays.stream(ChaosMeter.values()).map(ChaosMeter::meterName).toList());
	}

}
