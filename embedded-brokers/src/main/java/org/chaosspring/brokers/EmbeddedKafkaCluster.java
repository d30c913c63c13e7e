package org.chaosspring.brokers;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.test.KafkaClusterTestKit;

/**
 * A Kafka cluster inside this JVM: one controller and any number of brokers, each of
 * which can be stopped and started again on its port. No topic comes into being by being
 * used.
 */
public final class EmbeddedKafkaCluster implements AutoCloseable {

	private final KafkaClusterTestKit kit;

	private final String bootstrapServers;

	private final String directServers;

	private final List<TcpProxy> proxies;

	private final Admin admin;

	private EmbeddedKafkaCluster(KafkaClusterTestKit kit, String directServers, List<TcpProxy> proxies) {
		this.kit = kit;
		this.directServers = directServers;
		this.proxies = proxies;
		this.bootstrapServers = proxies.isEmpty() ? directServers : addresses(proxies.stream().map(TcpProxy::port));
		this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, directServers));
	}

	/**
	 * Start a cluster on free ports.
	 * @param brokers how many brokers; their ids count from 0
	 * @return the running cluster
	 */
	public static EmbeddedKafkaCluster start(int brokers) {
		return start(KafkaNodes.onFreePorts(brokers));
	}

	/**
	 * Start a cluster with one broker on each of these ports.
	 * @param ports the ports, in the order of the broker ids
	 * @return the running cluster
	 */
	public static EmbeddedKafkaCluster start(List<Integer> ports) {
		return start(KafkaNodes.onPorts(ports));
	}

	/**
	 * Start a cluster whose clients come through a proxy to each broker, while the
	 * brokers reach each other without.
	 * @param brokers how many brokers; their ids count from 0
	 * @return the running cluster
	 */
	public static EmbeddedKafkaCluster startBehindProxies(int brokers) {
		return start(KafkaNodes.behindProxies(brokers));
	}

	private static EmbeddedKafkaCluster start(KafkaNodes nodes) {
		KafkaClusterTestKit kit = Blocking.call("prepare Kafka",
				() -> new KafkaClusterTestKit.Builder(nodes.build()).build());
		try {
			return Blocking.call("start Kafka", () -> {
				format(kit);
				kit.startup();
				kit.waitForReadyBrokers();
				return new EmbeddedKafkaCluster(kit, directServers(kit, nodes), nodes.proxies());
			});
		}
		catch (RuntimeException ex) {
			nodes.proxies().forEach(TcpProxy::close);
			close(kit);
			throw ex;
		}
	}

	private static void format(KafkaClusterTestKit kit) throws Exception {
		PrintStream console = System.out;
		System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
		try {
			// Reports each directory on the console, with no way to ask it not to.
			kit.format();
		}
		finally {
			System.setOut(console);
		}
	}

	private static String directServers(KafkaClusterTestKit kit, KafkaNodes nodes) {
		return addresses(kit.brokers().values().stream().map((broker) -> broker.boundPort(nodes.directListener())));
	}

	private static String addresses(Stream<Integer> ports) {
		return ports.map((port) -> "localhost:" + port).collect(Collectors.joining(","));
	}

	/**
	 * Return the addresses of all brokers, those that are stopped included.
	 * @return the value for {@code bootstrap.servers}
	 */
	public String bootstrapServers() {
		return this.bootstrapServers;
	}

	/**
	 * Return the addresses of all brokers past their proxies, for clients that are to see
	 * what happens to others.
	 * @return the value for {@code bootstrap.servers}, the same as that for all clients
	 * if the cluster is not behind proxies
	 */
	public String directServers() {
		return this.directServers;
	}

	/**
	 * Create a topic, unless there is one of that name, and wait until each of its
	 * partitions has a leader.
	 * @param name the name of the topic
	 * @param partitions how many partitions
	 * @param replicationFactor how many brokers hold each partition
	 */
	public void createTopic(String name, int partitions, int replicationFactor) {
		String inSync = String.valueOf(Math.min(2, replicationFactor));
		NewTopic topic = new NewTopic(name, partitions, (short) replicationFactor)
			.configs(Map.of(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, inSync));
		Blocking.call("create topic " + name, () -> {
			try {
				this.admin.createTopics(List.of(topic)).all().get();
			}
			catch (ExecutionException ex) {
				if (!(ex.getCause() instanceof TopicExistsException)) {
					throw ex;
				}
			}
			return name;
		});
		awaitPartitions("wait for leaders of topic " + name, List.of(name), EmbeddedKafkaCluster::isLed);
	}

	/**
	 * Return the network between clients and a broker.
	 * @param id the id of the broker
	 * @return the proxy
	 * @throws IndexOutOfBoundsException if the cluster is not behind proxies
	 */
	public TcpProxy proxy(int id) {
		return this.proxies.get(id);
	}

	/**
	 * Return the networks between clients and all brokers.
	 * @return the proxies, none if the cluster is not behind proxies
	 */
	public List<TcpProxy> proxies() {
		return this.proxies;
	}

	/**
	 * Stop a broker in an orderly way: its partitions get another leader first, where
	 * there is one to be had.
	 * @param id the id of the broker
	 */
	public void stopBroker(int id) {
		BrokerServer broker = broker(id);
		broker.shutdown();
		broker.awaitShutdown();
	}

	/**
	 * Start a stopped broker again, on the port it had, and wait until it is in sync with
	 * the partitions it holds. Leaders stay where they are.
	 * @param id the id of the broker
	 */
	public void startBroker(int id) {
		startNow(id);
		awaitPartitions("catch up on broker " + id, topics(), (partition) -> isInSync(partition, id));
	}

	private void startNow(int id) {
		// Else the controller turns the broker away until the session it had is over.
		Blocking.call("forget broker " + id, () -> this.admin.unregisterBroker(id).all().get());
		broker(id).startup();
	}

	/**
	 * Stop all brokers, while the controller goes on.
	 */
	public void stopAllBrokers() {
		this.kit.brokers().keySet().forEach(this::stopBroker);
	}

	/**
	 * Start all brokers again, and wait until they are in sync. That takes as long as the
	 * session of a broker lasts, as there is nobody to tell the controller to forget it.
	 */
	public void startAllBrokers() {
		List<Integer> ids = List.copyOf(this.kit.brokers().keySet());
		broker(ids.get(0)).startup();
		ids.subList(1, ids.size()).forEach(this::startNow);
		ids.forEach(
				(id) -> awaitPartitions("catch up on broker " + id, topics(), (partition) -> isInSync(partition, id)));
	}

	/**
	 * Bring the leadership of every partition back to its preferred broker.
	 */
	public void electPreferredLeaders() {
		Blocking.call("elect preferred leaders",
				() -> this.admin.electLeaders(ElectionType.PREFERRED, null).partitions().get());
		awaitPartitions("wait for preferred leaders", topics(), EmbeddedKafkaCluster::isLedByPreferred);
	}

	@Override
	public void close() {
		this.admin.close();
		this.proxies.forEach(TcpProxy::close);
		close(this.kit);
	}

	private static void close(KafkaClusterTestKit kit) {
		Blocking.call("close Kafka", () -> {
			kit.close();
			return kit;
		});
	}

	private BrokerServer broker(int id) {
		return Optional.ofNullable(this.kit.brokers().get(id))
			.orElseThrow(() -> new IllegalArgumentException("No broker " + id));
	}

	private Collection<String> topics() {
		return Blocking.call("list topics",
				() -> this.admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get());
	}

	private void awaitPartitions(String what, Collection<String> topics, Predicate<TopicPartitionInfo> condition) {
		Blocking.until(what, () -> {
			try {
				return this.admin.describeTopics(topics)
					.allTopicNames()
					.get()
					.values()
					.stream()
					.map(TopicDescription::partitions)
					.flatMap(List::stream)
					.allMatch(condition);
			}
			catch (ExecutionException ex) {
				if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
					return false;
				}
				throw ex;
			}
		});
	}

	private static boolean isLed(TopicPartitionInfo partition) {
		return partition.leader() != null && !partition.leader().isEmpty();
	}

	private static boolean isLedByPreferred(TopicPartitionInfo partition) {
		return isLed(partition) && partition.leader().id() == partition.replicas().get(0).id();
	}

	private static boolean isInSync(TopicPartitionInfo partition, int broker) {
		return has(partition.isr(), broker) || !has(partition.replicas(), broker);
	}

	private static boolean has(List<Node> nodes, int broker) {
		return nodes.stream().anyMatch((node) -> node.id() == broker);
	}

}
