package org.chaosspring.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.ErrorKind;
import org.junit.jupiter.api.Test;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.UrlResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an IDE is told about the properties.
 */
class ConfigurationMetadataTests {

	private static final String BEHAVIORS = ChaosProperties.PREFIX + ".behaviors";

	private static final String CONDITIONS = ChaosProperties.PREFIX + ".conditions";

	private static final BehaviorCatalog CATALOG = BehaviorCatalog.builtIn();

	private static final ConditionCatalog CONDITION_CATALOG = ConditionCatalog.builtIn();

	private final Map<String, Map<String, Object>> properties = read("properties");

	private final Map<String, Map<String, Object>> hints = read("hints");

	@Test
	void eachParameterOfEachBehaviorIsThereWithItsDefaultAndNoOtherIs() {
		Map<String, Object> expected = new HashMap<>();
		CATALOG.names().forEach((behavior) -> {
			expected.put(BEHAVIORS + "." + behavior + ".probability", 1.0);
			CATALOG.create(behavior, Map.of())
				.parameters()
				.forEach((name, value) -> expected.put(BEHAVIORS + "." + behavior + "." + name, value));
		});
		Map<String, Object> described = new HashMap<>();
		this.properties.forEach((name, property) -> {
			if (name.startsWith(BEHAVIORS + ".")) {
				described.put(name, typed(property));
			}
		});
		assertThat(described).isEqualTo(expected);
	}

	@Test
	void eachParameterOfEachConditionIsThereWithItsDefaultAndNoOtherIs() {
		Map<String, Object> expected = new HashMap<>();
		CONDITION_CATALOG.names().forEach((condition) -> {
			String prefix = CONDITIONS + "." + condition + ".";
			expected.put(prefix + "direction", "both");
			expected.put(prefix + "groups", null);
			CONDITION_CATALOG.create(condition, required(condition))
				.parameters()
				.forEach((name, value) -> expected.put(prefix + name, value));
		});
		expected.put(CONDITIONS + ".broker-failure.broker", null);
		expected.put(CONDITIONS + ".broker-failure.failover-after", null);
		Map<String, Object> described = new HashMap<>();
		this.properties.forEach((name, property) -> {
			if (name.startsWith(CONDITIONS + ".")) {
				described.put(name, property.containsKey("defaultValue") ? typed(property) : null);
			}
		});
		assertThat(described).isEqualTo(expected);
	}

	private static Map<String, String> required(String condition) {
		return condition.equals("broker-failure") ? Map.of("broker", "1") : Map.of();
	}

	@Test
	void eachPropertyHasADescription() {
		assertThat(this.properties).isNotEmpty()
			.allSatisfy((name, property) -> assertThat((String) property.get("description")).as(name).endsWith("."));
	}

	@Test
	void idHeadersHaveTheDefaultOfTheEngine() {
		assertThat(this.properties.get(ChaosProperties.PREFIX + ".id-headers")).containsEntry("defaultValue",
				EngineSettings.DEFAULT.idHeaders());
	}

	@Test
	void theNamesOfAllBehaviorsAreProposed() {
		assertThat(proposed(BEHAVIORS + ".keys")).containsExactlyInAnyOrderElementsOf(CATALOG.names());
	}

	@Test
	void theNamesOfAllConditionsAreProposed() {
		assertThat(proposed(CONDITIONS + ".keys")).containsExactlyInAnyOrderElementsOf(CONDITION_CATALOG.names());
	}

	@Test
	void everyProposedWordIsAllowed() {
		assertThat(proposed(BEHAVIORS + ".corruption.mode")).hasSize(4)
			.allSatisfy((mode) -> CATALOG.create("corruption", Map.of("mode", mode)));
		assertThat(proposed(BEHAVIORS + ".network-delay.distribution")).hasSize(3)
			.allSatisfy((word) -> CATALOG.create("network-delay", Map.of("distribution", word)));
		assertThat(proposed(BEHAVIORS + ".error.exception")).hasSize(ErrorKind.values().length)
			.allSatisfy((word) -> CATALOG.create("error", Map.of("exception", word)));
		CONDITION_CATALOG.names()
			.forEach((condition) -> assertThat(proposed(CONDITIONS + "." + condition + ".direction"))
				.containsExactly("both", "produce", "consume"));
	}

	@Test
	void eachHintBelongsToAProperty() {
		assertThat(this.hints.keySet())
			.allSatisfy((name) -> assertThat(this.properties).containsKey(name.replaceFirst("\\.keys$", "")));
	}

	private static Object typed(Map<String, Object> property) {
		Object value = Objects.requireNonNull(property.get("defaultValue"));
		return switch ((String) property.get("type")) {
			case "java.time.Duration" -> DurationStyle.detectAndParse((String) value);
			case "java.lang.Double" -> ((Number) value).doubleValue();
			default -> value;
		};
	}

	private List<Object> proposed(String hint) {
		return list(this.hints.get(hint).get("values")).stream().map((value) -> value.get("value")).toList();
	}

	private static Map<String, Map<String, Object>> read(String section) {
		Map<String, Map<String, Object>> entries = new HashMap<>();
		list(metadata().get(section)).forEach((entry) -> {
			String name = (String) entry.get("name");
			if (name.startsWith(ChaosProperties.PREFIX + ".")) {
				entries.put(name, entry);
			}
		});
		return entries;
	}

	private static Map<String, Object> metadata() {
		String own = ChaosProperties.class.getProtectionDomain().getCodeSource().getLocation()
				+ "META-INF/spring-configuration-metadata.json";
		try {
			return JsonParserFactory.getJsonParser()
				.parseMap(new UrlResource(own).getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static Collection<Map<String, Object>> list(Object list) {
		return (Collection<Map<String, Object>>) list;
	}

}
