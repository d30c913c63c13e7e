package org.chaosspring.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips the tests where Prometheus is not installed, unless
 * {@code CHAOS_REQUIRE_PROMETHEUS} is {@code true}: then they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPrometheus.Condition.class)
@interface NeedsPrometheus {

	/**
	 * Looks whether Prometheus is there.
	 */
	final class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			if (Prometheus.isInstalled() || Boolean.parseBoolean(System.getenv("CHAOS_REQUIRE_PROMETHEUS"))) {
				return ConditionEvaluationResult.enabled("Prometheus is there or required");
			}
			return ConditionEvaluationResult.disabled("No Prometheus: install prometheus");
		}

	}

}
