package org.chaosspring.autoconfigure;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.chaosspring.halt.MeterStatistic;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Says which property is unknown or has a value of the wrong type, and what is allowed.
 * Comes before the analyzers of Spring Boot, which know the Java types only and show
 * every value.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ChaosBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(ChaosProperties.PREFIX);

	private final ConfiguredValues values;

	ChaosBindFailureAnalyzer(@Nullable Environment environment) {
		this.values = new ConfiguredValues(environment);
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationPropertyName name = cause.getName();
		if (!PREFIX.equals(name) && !PREFIX.isAncestorOf(name)) {
			return null;
		}
		UnboundConfigurationPropertiesException unbound = findCause(cause,
				UnboundConfigurationPropertiesException.class);
		String problems = (unbound != null) ? describeUnknown(unbound)
				: this.values.describe(name.toString(), "must be " + allowed(cause.getTarget().getType().toClass()));
		return new FailureAnalysis(String.format("Chaos cannot be configured:%n%s", problems),
				"Update your application's configuration.", cause);
	}

	private String describeUnknown(UnboundConfigurationPropertiesException unbound) {
		return unbound.getUnboundProperties()
			.stream()
			.map((property) -> this.values.describeUnknown(property, unknown(property.getName())))
			.collect(Collectors.joining(System.lineSeparator()));
	}

	private static String unknown(ConfigurationPropertyName name) {
		boolean afterAnother = name.isLastElementIndexed() && !"0".equals(name.getLastElement(Form.UNIFORM));
		return (afterAnother ? "is not known, or comes after a gap in its list" : "is not known") + "; known are "
				+ names(nearest(name));
	}

	/**
	 * Return the properties among which one is that is not known: those of the deepest
	 * level that is.
	 */
	private static Class<?> nearest(ConfigurationPropertyName name) {
		Class<?> type = ChaosProperties.class;
		for (int i = PREFIX.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			type = Objects.requireNonNullElse(below(type, name.getElement(i, Form.DASHED)), type);
		}
		return type;
	}

	/**
	 * Return the further properties that a property has, itself or, if it is a map, below
	 * each of its keys.
	 */
	private static @Nullable Class<?> below(Class<?> type, String property) {
		return fields(type).filter((field) -> dashed(field).equals(property))
			.map(ResolvableType::forField)
			.map((field) -> field.as(Map.class).hasGenerics() ? field.as(Map.class).getGeneric(1) : field)
			.map(ResolvableType::toClass)
			.filter(ChaosBindFailureAnalyzer::hasFurtherProperties)
			.findFirst()
			.orElse(null);
	}

	private static boolean hasFurtherProperties(Class<?> type) {
		return type.getPackageName().equals(ChaosProperties.class.getPackageName()) && !type.isEnum();
	}

	private static String allowed(Class<?> type) {
		if (type == Boolean.class || type == boolean.class) {
			return "true or false";
		}
		if (type == double.class) {
			return "a number from 0 to 1";
		}
		if (type == Double.class) {
			return "a number";
		}
		if (type == Long.class) {
			return "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
		}
		if (type == int.class) {
			return "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
		}
		if (type == Duration.class) {
			return "a duration such as 100ms, 2s or 10m";
		}
		if (type == DataSize.class) {
			return "a size such as 64MB";
		}
		if (type == MeterStatistic.class) {
			return "value, max, mean or growth";
		}
		if (type == ChaosProperties.GroupDirection.class) {
			return "produce or consume";
		}
		if (type == ChaosProperties.Group.class) {
			return "a group with some of the properties " + names(type);
		}
		return "given by further properties below it";
	}

	private static List<String> names(Class<?> type) {
		return fields(type).map(ChaosBindFailureAnalyzer::dashed).toList();
	}

	private static Stream<Field> fields(Class<?> type) {
		return Arrays.stream(type.getDeclaredFields()).filter((field) -> !Modifier.isStatic(field.getModifiers()));
	}

	private static String dashed(Field field) {
		return DataObjectPropertyName.toDashedForm(field.getName());
	}

}
