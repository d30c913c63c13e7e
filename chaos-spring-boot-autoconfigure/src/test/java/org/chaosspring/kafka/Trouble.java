package org.chaosspring.kafka;

import java.util.Map;
import java.util.function.Consumer;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.brokers.EmbeddedKafkaCluster;
import org.chaosspring.brokers.TcpProxy;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChaosPlan;

/**
 * A trouble that a test begins and ends, really or by chaos.
 */
interface Trouble {

	/**
	 * Begin.
	 * @param application the application that is to see it
	 */
	void begin(KafkaApplication application);

	/**
	 * End. Does nothing if it did not begin.
	 * @param application the application that saw it
	 */
	void end(KafkaApplication application);

	static Trouble imposed(String condition, Map<String, ?> parameters) {
		return chaos(ChaosPlan.DEFAULT.withFailureRate(0)
			.withCondition(ConditionCatalog.builtIn().createImposed(condition, parameters)));
	}

	static Trouble drawn(String behavior, Map<String, ?> parameters) {
		return chaos(ChaosPlan.DEFAULT.withFailureRate(1)
			.withBehavior(BehaviorCatalog.builtIn().create(behavior, parameters), 1));
	}

	private static Trouble chaos(ChaosPlan plan) {
		return of((application) -> application.chaos().update((any) -> plan.switchedOn(null)),
				(application) -> application.chaos().disable());
	}

	/**
	 * Cut the network between an application and all brokers.
	 */
	static Trouble networkCut(EmbeddedKafkaCluster cluster) {
		return of((application) -> cluster.proxies().forEach(TcpProxy::cut),
				(application) -> cluster.proxies().forEach(TcpProxy::restore));
	}

	/**
	 * Cut the network between an application and one broker, which the others still
	 * reach.
	 */
	static Trouble brokerCut(EmbeddedKafkaCluster cluster, int broker) {
		return of((application) -> cluster.proxy(broker).cut(), (application) -> cluster.proxy(broker).restore());
	}

	static Trouble brokerStopped(EmbeddedKafkaCluster cluster, int broker) {
		return of((application) -> cluster.stopBroker(broker), (application) -> {
			cluster.startBroker(broker);
			cluster.electPreferredLeaders();
		});
	}

	static Trouble allStopped(EmbeddedKafkaCluster cluster) {
		return of((application) -> cluster.stopAllBrokers(), (application) -> {
			cluster.startAllBrokers();
			cluster.electPreferredLeaders();
		});
	}

	/**
	 * End the application and start it again, the one as the other in order.
	 */
	static Trouble processRestarted() {
		return of(KafkaApplication::close, KafkaApplication::startAgain);
	}

	private static Trouble of(Consumer<KafkaApplication> begin, Consumer<KafkaApplication> end) {
		return new Trouble() {

			private boolean began;

			@Override
			public void begin(KafkaApplication application) {
				begin.accept(application);
				this.began = true;
			}

			@Override
			public void end(KafkaApplication application) {
				if (this.began) {
					this.began = false;
					end.accept(application);
				}
			}

		};
	}

}
