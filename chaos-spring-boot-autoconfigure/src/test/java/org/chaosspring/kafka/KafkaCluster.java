package org.chaosspring.kafka;

import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * Three brokers behind proxies for all test classes of a JVM that make real trouble and
 * end it.
 */
final class KafkaCluster implements BeforeAllCallback {

	private static volatile @Nullable EmbeddedKafkaCluster cluster;

	@Override
	public void beforeAll(ExtensionContext context) {
		cluster = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(KafkaCluster.class))
			.computeIfAbsent(EmbeddedKafkaCluster.class, (any) -> EmbeddedKafkaCluster.startBehindProxies(3),
					EmbeddedKafkaCluster.class);
	}

	static EmbeddedKafkaCluster get() {
		EmbeddedKafkaCluster started = cluster;
		if (started == null) {
			throw new IllegalStateException("The test class lacks @ExtendWith(KafkaCluster.class)");
		}
		return started;
	}

}
