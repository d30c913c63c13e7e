package org.chaosspring.autoconfigure;

import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Describes where properties come from and which values they have, except those that may
 * be personal.
 */
final class ConfiguredValues {

	private final @Nullable Environment environment;

	ConfiguredValues(@Nullable Environment environment) {
		this.environment = environment;
	}

	/**
	 * Describe a property whose value is wrong.
	 * @param name the name of the property
	 * @param reason what is wrong
	 * @return some indented lines
	 */
	String describe(String name, String reason) {
		ConfigurationProperty property = find(name);
		String value = "";
		if (property != null) {
			value = line("Value", mayBePersonal(name) ? "(not shown, as keys and headers may be personal)"
					: "\"" + property.getValue() + "\"");
		}
		return line("Property", name) + value + origin((property != null) ? property : findNear(name))
				+ line("Reason", reason);
	}

	/**
	 * Describe a property that should not be there. Its value is not shown, as nobody
	 * knows what it is.
	 * @param property the property
	 * @param reason what is wrong
	 * @return some indented lines
	 */
	String describeUnknown(ConfigurationProperty property, String reason) {
		return line("Property", property.getName().toString()) + origin(property) + line("Reason", reason);
	}

	private static String origin(@Nullable ConfigurationProperty property) {
		Origin origin = (property != null) ? property.getOrigin() : null;
		return (origin != null) ? line("Origin", origin.toString()) : "";
	}

	private static String line(String label, String text) {
		return String.format("%n    %s: %s", label, text);
	}

	private static boolean mayBePersonal(String name) {
		return name.startsWith(ChaosProperties.PREFIX + ".groups")
				&& (name.contains(".keys") || name.contains(".headers"));
	}

	private @Nullable ConfigurationProperty find(String name) {
		if (ConfigurationPropertyName.isValid(name)) {
			ConfigurationPropertyName valid = ConfigurationPropertyName.of(name);
			for (ConfigurationPropertySource source : sources().toList()) {
				ConfigurationProperty property = source.getConfigurationProperty(valid);
				if (property != null) {
					return property;
				}
			}
		}
		String path = path(name);
		return findFirst(path::equals);
	}

	/**
	 * Find something further up or further down, as a name without a value of its own has
	 * an origin as well.
	 */
	private @Nullable ConfigurationProperty findNear(String name) {
		String path = path(name);
		return findFirst((other) -> other.startsWith(path + ".") || path.startsWith(other + "."));
	}

	private @Nullable ConfigurationProperty findFirst(Predicate<String> path) {
		return sources().filter(IterableConfigurationPropertySource.class::isInstance)
			.map(IterableConfigurationPropertySource.class::cast)
			.flatMap((source) -> source.stream()
				.filter((name) -> path.test(path(name.toString())))
				.map(source::getConfigurationProperty))
			.findFirst()
			.orElse(null);
	}

	private Stream<ConfigurationPropertySource> sources() {
		return (this.environment != null)
				? StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
				: Stream.empty();
	}

	private static String path(String name) {
		return RelaxedNames.uniform(name.replace("[", ".").replace("]", "")).replace("..", ".");
	}

}
