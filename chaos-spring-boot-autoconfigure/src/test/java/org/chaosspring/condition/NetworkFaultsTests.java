package org.chaosspring.condition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.ImposedCondition;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.target.TargetGroups;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NetworkFaultsTests {

	private final ConfigurableChaosMiddleware chaos = new ConfigurableChaosMiddleware(ChaosPlan.DEFAULT,
			new TargetGroups(List.of()), EngineSettings.DEFAULT);

	private final NetworkFaults faults = new NetworkFaults(this.chaos);

	@AfterEach
	void close() {
		this.chaos.close();
	}

	@Test
	void brokersFailAndRecoverOneByOne() {
		this.faults.injectBrokerFailure("1");
		this.faults.injectBrokerFailure("2");
		assertThat(failure().condition().parameters()).isEqualTo(Map.of("broker", "1,2"));
		this.faults.recoverBroker("1");
		assertThat(failure().condition().parameters()).isEqualTo(Map.of("broker", "2"));
		this.faults.recoverBroker("2");
		assertThat(this.chaos.plan().conditions()).isEmpty();
	}

	@Test
	void aBrokerThatDidNotFailRecoversUnnoticed() {
		this.faults.recoverBroker("1");
		assertThat(this.chaos.plan()).isEqualTo(ChaosPlan.DEFAULT);
	}

	@Test
	void anotherBrokerFailsLikeTheFirst() {
		ImposedCondition first = new ImposedCondition(
				ConditionCatalog.builtIn().create("broker-failure", Map.of("broker", "1", "failover-after", "2s")),
				Direction.PRODUCE, Set.of("orders"));
		this.chaos.update((plan) -> plan.withCondition(first));
		this.faults.injectBrokerFailure("2");
		assertThat(failure().condition().parameters())
			.isEqualTo(Map.of("broker", "1,2", "failover-after", Duration.ofSeconds(2)));
		assertThat(failure().direction()).isEqualTo(Direction.PRODUCE);
		assertThat(failure().groups()).containsExactly("orders");
	}

	@Test
	void theNetworkIsCutAndHealed() {
		this.faults.setNetworkPartition(true);
		assertThat(this.chaos.plan().conditions()).containsOnlyKeys("network-partition");
		this.faults.setNetworkPartition(false);
		assertThat(this.chaos.plan().conditions()).isEmpty();
	}

	@Test
	void theDelayIsSet() {
		this.faults.setNetworkDelay(Duration.ofSeconds(2));
		assertThat(this.chaos.plan().behaviors().get("network-delay")).satisfies((delay) -> {
			assertThat(delay.probability()).isEqualTo(1);
			assertThat(delay.behavior().parameters()).containsEntry("delay", Duration.ofSeconds(2));
		});
	}

	@Test
	void theDelayKeepsItsProbability() {
		this.chaos.addBehavior(BehaviorCatalog.builtIn().create("network-delay", Map.of()), 0.25);
		this.faults.setNetworkDelay(Duration.ofSeconds(2));
		assertThat(this.chaos.plan().behaviors().get("network-delay").probability()).isEqualTo(0.25);
	}

	@Test
	void noDelayRemovesTheBehavior() {
		this.faults.setNetworkDelay(Duration.ofSeconds(2));
		this.faults.setNetworkDelay(Duration.ZERO);
		assertThat(this.chaos.plan().behaviors()).isEmpty();
	}

	@Test
	void aNegativeDelayIsRefused() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> this.faults.setNetworkDelay(Duration.ofSeconds(-1)))
			.withMessage("must be a duration longer than zero, such as 100ms, 2s or 10m");
	}

	private ImposedCondition failure() {
		return this.chaos.plan().conditions().get("broker-failure");
	}

}
