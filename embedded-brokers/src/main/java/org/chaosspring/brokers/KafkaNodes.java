package org.chaosspring.brokers;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * The nodes of an embedded cluster and their settings: small, quick to form groups, and
 * as replicated as the number of brokers allows.
 */
final class KafkaNodes {

	private static final ListenerName CONTROLLER = ListenerName.normalised("CONTROLLER");

	/** The test kit opens this listener by itself, on a free port. */
	private static final ListenerName FREE = ListenerName.normalised("FREE");

	/** The test kit does not know this listener, so its port is ours to choose. */
	private static final ListenerName FIXED = ListenerName.normalised("FIXED");

	/** Likewise, for the brokers among themselves. */
	private static final ListenerName INTERNAL = ListenerName.normalised("INTERNAL");

	private final int brokers;

	private final List<Integer> ports;

	private final List<TcpProxy> proxies;

	private KafkaNodes(int brokers, List<Integer> ports, List<TcpProxy> proxies) {
		this.brokers = brokers;
		this.ports = ports;
		this.proxies = proxies;
	}

	static KafkaNodes onFreePorts(int brokers) {
		return new KafkaNodes(brokers, List.of(), List.of());
	}

	static KafkaNodes onPorts(List<Integer> ports) {
		return new KafkaNodes(ports.size(), List.copyOf(ports), List.of());
	}

	/**
	 * Have clients come through proxies, and brokers among themselves past them.
	 */
	static KafkaNodes behindProxies(int brokers) {
		List<Integer> ports = FreePorts.find(2 * brokers);
		return new KafkaNodes(brokers, ports, ports.subList(0, brokers).stream().map(TcpProxy::open).toList());
	}

	List<TcpProxy> proxies() {
		return this.proxies;
	}

	/**
	 * Return the listener for clients that need not come through a proxy.
	 */
	ListenerName directListener() {
		return this.ports.isEmpty() ? FREE : this.proxies.isEmpty() ? FIXED : INTERNAL;
	}

	/**
	 * Create the nodes in a directory that is gone when the cluster is closed. The test
	 * kit's own would be gone as soon as the JVM begins to shut down.
	 * @return the nodes
	 * @throws IOException if there is no place for the directory
	 */
	TestKitNodes build() throws IOException {
		Map<Integer, Map<String, String>> properties = new HashMap<>();
		for (int id = 0; id < this.brokers; id++) {
			properties.put(id, brokerProperties(id));
		}
		return new TestKitNodes.Builder().setBootstrapMetadata(features())
			.setCombined(false)
			.setNumControllerNodes(1)
			.setControllerListenerName(CONTROLLER)
			.setNumBrokerNodes(this.brokers)
			.setBrokerListenerName(FREE)
			.setPerServerProperties(properties)
			.setBaseDirectory(Files.createTempDirectory("embedded-kafka-"))
			.build();
	}

	/**
	 * The features of a cluster that is made new, which the test kit leaves at those of
	 * an old one.
	 */
	private static BootstrapMetadata features() {
		TransactionVersion transactions = TransactionVersion.LATEST_PRODUCTION;
		return BootstrapMetadata.fromVersions(MetadataVersion.latestProduction(),
				Map.of(transactions.featureName(), transactions.featureLevel()), "embedded");
	}

	private Map<String, String> brokerProperties(int id) {
		String replicas = String.valueOf(Math.min(3, this.brokers));
		String inSync = String.valueOf(Math.min(2, this.brokers));
		Map<String, String> properties = new HashMap<>();
		properties.put("auto.create.topics.enable", "false");
		properties.put("auto.leader.rebalance.enable", "false");
		properties.put("default.replication.factor", replicas);
		properties.put("offsets.topic.replication.factor", replicas);
		properties.put("offsets.topic.num.partitions", "3");
		properties.put("transaction.state.log.replication.factor", replicas);
		properties.put("transaction.state.log.min.isr", inSync);
		properties.put("transaction.state.log.num.partitions", "3");
		properties.put("group.initial.rebalance.delay.ms", "0");
		properties.put("broker.heartbeat.interval.ms", "300");
		properties.put("num.network.threads", "2");
		properties.put("num.io.threads", "4");
		properties.put("background.threads", "2");
		if (!this.proxies.isEmpty()) {
			String internal = "," + address(INTERNAL, this.ports.get(this.brokers + id));
			properties.put("listeners", address(FIXED, this.ports.get(id)) + internal);
			properties.put("advertised.listeners", address(FIXED, this.proxies.get(id).port()) + internal);
			properties.put("inter.broker.listener.name", INTERNAL.value());
			properties.put("listener.security.protocol.map", plaintext(FIXED, INTERNAL, CONTROLLER));
		}
		else if (!this.ports.isEmpty()) {
			properties.put("listeners", address(FIXED, this.ports.get(id)));
			properties.put("inter.broker.listener.name", FIXED.value());
			properties.put("listener.security.protocol.map", plaintext(FIXED, CONTROLLER));
		}
		return properties;
	}

	private static String address(ListenerName listener, int port) {
		return listener.value() + "://localhost:" + port;
	}

	private static String plaintext(ListenerName... listeners) {
		return Stream.of(listeners).map((listener) -> listener.value() + ":PLAINTEXT").collect(Collectors.joining(","));
	}

}
