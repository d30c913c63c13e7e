package org.chaosspring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Says which property has a value that no plan can hold, and what is allowed.
 */
class InvalidChaosPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidChaosPropertyException> {

	private final ConfiguredValues values;

	InvalidChaosPropertyFailureAnalyzer(@Nullable Environment environment) {
		this.values = new ConfiguredValues(environment);
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidChaosPropertyException cause) {
		return new FailureAnalysis(
				String.format("Chaos cannot be configured:%n%s",
						this.values.describe(cause.property(), cause.reason())),
				"Update your application's configuration.", cause);
	}

}
