package org.chaosspring.rabbit;

import org.chaosspring.brokers.PrivateRabbitMq;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * One RabbitMQ for all test classes of a JVM, started with the first and stopped after
 * the last.
 */
final class RabbitBroker implements ExecutionCondition, BeforeAllCallback {

	private static final String REQUIRED = "CHAOS_REQUIRE_RABBITMQ";

	private static volatile @Nullable PrivateRabbitMq broker;

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (PrivateRabbitMq.isAvailable()) {
			return ConditionEvaluationResult.enabled("RabbitMQ is there");
		}
		if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
			return ConditionEvaluationResult.enabled("RabbitMQ is required");
		}
		return ConditionEvaluationResult
			.disabled("No RabbitMQ: set RABBITMQ_ADDRESS, install rabbitmq-server, or run containers");
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		broker = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(RabbitBroker.class))
			.computeIfAbsent(PrivateRabbitMq.class,
					(any) -> PrivateRabbitMq.start()
						.orElseThrow(() -> new IllegalStateException("RabbitMQ is required but there is none")),
					PrivateRabbitMq.class);
	}

	static PrivateRabbitMq broker() {
		PrivateRabbitMq started = broker;
		if (started == null) {
			throw new IllegalStateException("The test class lacks @NeedsRabbitMq");
		}
		return started;
	}

}
