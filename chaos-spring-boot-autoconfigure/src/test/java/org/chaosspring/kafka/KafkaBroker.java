package org.chaosspring.kafka;

import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * One Kafka for all test classes of a JVM, started with the first and stopped after the
 * last.
 */
final class KafkaBroker implements BeforeAllCallback {

	private static volatile @Nullable EmbeddedKafkaCluster cluster;

	@Override
	public void beforeAll(ExtensionContext context) {
		cluster = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(KafkaBroker.class))
			.computeIfAbsent(EmbeddedKafkaCluster.class, (any) -> EmbeddedKafkaCluster.start(1),
					EmbeddedKafkaCluster.class);
	}

	static EmbeddedKafkaCluster cluster() {
		EmbeddedKafkaCluster started = cluster;
		if (started == null) {
			throw new IllegalStateException("The test class lacks @ExtendWith(KafkaBroker.class)");
		}
		return started;
	}

}
