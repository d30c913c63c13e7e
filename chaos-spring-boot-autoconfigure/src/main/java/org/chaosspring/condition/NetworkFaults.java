package org.chaosspring.condition;

import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.ImposedCondition;
import org.chaosspring.engine.WeightedBehavior;
import org.jspecify.annotations.Nullable;

/**
 * The faults of brokers and networks as calls, for tests and game days. They have effects
 * while chaos is enabled. Thread-safe; each call has the guarantees of
 * {@link ConfigurableChaosMiddleware#update}.
 */
public final class NetworkFaults {

	private static final String NETWORK_DELAY = "network-delay";

	private final ConfigurableChaosMiddleware chaos;

	/**
	 * Create them.
	 * @param chaos what is steered
	 */
	public NetworkFaults(ConfigurableChaosMiddleware chaos) {
		this.chaos = chaos;
	}

	/**
	 * Have a broker fail, besides those that failed before.
	 * @param broker its id or {@code host:port}
	 */
	public void injectBrokerFailure(String broker) {
		this.chaos.update((plan) -> {
			SortedSet<String> brokers = failed(plan);
			brokers.add(broker);
			return failing(plan, brokers);
		});
	}

	/**
	 * Bring a broker back. Does nothing if it did not fail.
	 * @param broker its id or {@code host:port}
	 */
	public void recoverBroker(String broker) {
		this.chaos.update((plan) -> {
			SortedSet<String> brokers = failed(plan);
			return brokers.remove(broker) ? failing(plan, brokers) : plan;
		});
	}

	private static SortedSet<String> failed(ChaosPlan plan) {
		BrokerFailure failure = failure(plan);
		return new TreeSet<>((failure != null) ? failure.brokers() : new TreeSet<>());
	}

	private static ChaosPlan failing(ChaosPlan plan, SortedSet<String> brokers) {
		if (brokers.isEmpty()) {
			return plan.withoutCondition(BrokerFailure.NAME);
		}
		BrokerFailure before = failure(plan);
		BrokerFailure failure = new BrokerFailure(brokers, (before != null) ? before.failoverAfter() : null);
		ImposedCondition imposed = plan.conditions().get(BrokerFailure.NAME);
		return plan.withCondition((imposed != null)
				? new ImposedCondition(failure, imposed.direction(), imposed.groups()) : new ImposedCondition(failure));
	}

	private static @Nullable BrokerFailure failure(ChaosPlan plan) {
		ImposedCondition imposed = plan.conditions().get(BrokerFailure.NAME);
		return (imposed != null && imposed.condition() instanceof BrokerFailure failure) ? failure : null;
	}

	/**
	 * Cut the network between the application and all brokers, or heal it.
	 * @param partitioned whether it is cut
	 */
	public void setNetworkPartition(boolean partitioned) {
		this.chaos.update((plan) -> partitioned ? plan.withCondition(new ImposedCondition(new NetworkPartition(false)))
				: plan.withoutCondition(NetworkPartition.NAME));
	}

	/**
	 * Set how late the messages are that the behavior {@code network-delay} hits. Its
	 * probability stays as it is; without one, it is 1.
	 * @param delay how late; zero removes the behavior
	 * @throws org.chaosspring.engine.InvalidPlanException if the delay is negative or
	 * longer than an hour
	 */
	public void setNetworkDelay(Duration delay) {
		if (delay.isZero()) {
			this.chaos.removeBehavior(NETWORK_DELAY);
			return;
		}
		this.chaos.update((plan) -> {
			WeightedBehavior before = plan.behaviors().get(NETWORK_DELAY);
			return plan.withBehavior(BehaviorCatalog.builtIn().create(NETWORK_DELAY, Map.of("delay", delay)),
					(before != null) ? before.probability() : 1);
		});
	}

}
