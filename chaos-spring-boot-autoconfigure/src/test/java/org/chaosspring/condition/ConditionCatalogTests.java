package org.chaosspring.condition;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.chaosspring.engine.Condition;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.ImposedCondition;
import org.chaosspring.engine.InvalidPlanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ConditionCatalogTests {

	private static final String NO_DURATION = "must be a duration longer than zero, such as 100ms, 2s or 10m";

	private final ConditionCatalog catalog = ConditionCatalog.builtIn();

	@Test
	void fiveConditionsComeWithTheLibrary() {
		assertThat(this.catalog.names()).containsExactly("backpressure", "broker-failure", "degraded-network", "flood",
				"network-partition");
	}

	@ParameterizedTest
	@MethodSource
	void everyParameterIsRead(String name, Map<String, Object> parameters) {
		Condition condition = this.catalog.create(name, parameters);
		assertThat(condition.name()).isEqualTo(name);
		assertThat(condition.parameters()).isEqualTo(parameters);
		assertThat(this.catalog.create(name, condition.parameters())).isEqualTo(condition);
	}

	static Stream<Arguments> everyParameterIsRead() {
		return Stream.of(arguments("network-partition", Map.of("evict", true)),
				arguments("broker-failure", Map.of("broker", "1,2", "failover-after", Duration.ofSeconds(3))),
				arguments("backpressure", Map.of("rate", 0.5)), arguments("flood", Map.of("factor", 2, "rate", 1)),
				arguments("degraded-network", Map.of("delay-from", Duration.ofMillis(1), "delay-to",
						Duration.ofMillis(1), "loss-from", 0.5, "loss-to", 1.0, "ramp", Duration.ofHours(1))));
	}

	@ParameterizedTest
	@MethodSource
	void aConditionHasDefaults(String name, Map<String, Object> parameters) {
		assertThat(this.catalog.create(name, Map.of()).parameters()).isEqualTo(parameters);
	}

	static Stream<Arguments> aConditionHasDefaults() {
		return Stream.of(arguments("network-partition", Map.of("evict", false)),
				arguments("backpressure", Map.of("rate", 10.0)),
				arguments("flood", Map.of("factor", 10, "rate", 1_000)),
				arguments("degraded-network", Map.of("delay-from", Duration.ofMillis(10), "delay-to",
						Duration.ofSeconds(1), "loss-from", 0.0, "loss-to", 0.1, "ramp", Duration.ofMinutes(1))));
	}

	@ParameterizedTest
	@MethodSource
	void aWrongValueIsRefused(String name, Map<String, Object> parameters, String field, String message) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> this.catalog.createImposed(name, parameters))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field))
			.withMessage(message);
	}

	static Stream<Arguments> aWrongValueIsRefused() {
		return Stream.of(
				arguments("drought", Map.of(), "drought",
						"is not a known condition; known are [backpressure, broker-failure, degraded-network, flood, "
								+ "network-partition]"),
				arguments("network-partition", Map.of("evict", "maybe"), "network-partition.evict",
						"must be true or false"),
				arguments("network-partition", Map.of("broker", "1"), "network-partition.broker",
						"is not known; known are [direction, evict, groups]"),
				arguments("network-partition", Map.of("direction", "up"), "network-partition.direction",
						"must be one of [both, produce, consume]"),
				arguments("network-partition", Map.of("groups", "a,,b"), "network-partition.groups",
						"must hold texts that are not blank"),
				arguments("broker-failure", Map.of(), "broker-failure.broker",
						"must be given: the ids or host:port of one or more brokers, separated by commas"),
				arguments("broker-failure", Map.of("broker", "1", "failover-after", "soon"),
						"broker-failure.failover-after", NO_DURATION),
				arguments("backpressure", Map.of("rate", -1), "backpressure.rate",
						"must be a number from 0 to 1000000 but is -1"),
				arguments("flood", Map.of("factor", 1), "flood.factor", "must be a whole number from 2 to 1000"),
				arguments("flood", Map.of("rate", 0), "flood.rate", "must be a whole number from 1 to 1000000"),
				arguments("degraded-network", Map.of("delay-from", "2s"), "degraded-network.delay-to",
						"must not be shorter than delay-from"),
				arguments("degraded-network", Map.of("loss-from", 0.2), "degraded-network.loss-to",
						"must not be less than loss-from"),
				arguments("degraded-network", Map.of("ramp", "0s"), "degraded-network.ramp", NO_DURATION));
	}

	@Test
	void aConditionIsImposedOnEverythingUnlessSomethingElseIsSaid() {
		ImposedCondition imposed = this.catalog.createImposed("network-partition", Map.of());
		assertThat(imposed.direction()).isNull();
		assertThat(imposed.groups()).isEmpty();
	}

	@Test
	void aConditionIsImposedOnADirectionAndOnGroups() {
		ImposedCondition imposed = this.catalog.createImposed("network-partition",
				Map.of("direction", "consume", "groups", "payments, orders"));
		assertThat(imposed.direction()).isEqualTo(Direction.CONSUME);
		assertThat(imposed.groups()).containsExactly("orders", "payments");
	}

	@Test
	void groupsMayBeAList() {
		assertThat(this.catalog.createImposed("backpressure", Map.of("groups", List.of("orders", "payments"))).groups())
			.containsExactly("orders", "payments");
	}

	@Test
	void conditionsThatPutBrokersOutOfReachSaySo() {
		assertThat(this.catalog.create("network-partition", Map.of()).cutsOff()).isTrue();
		assertThat(this.catalog.create("broker-failure", Map.of("broker", "1")).cutsOff()).isTrue();
		assertThat(this.catalog.create("backpressure", Map.of()).cutsOff()).isFalse();
		assertThat(this.catalog.create("flood", Map.of()).cutsOff()).isFalse();
		assertThat(this.catalog.create("degraded-network", Map.of()).cutsOff()).isFalse();
	}

	@Test
	void anApplicationAddsConditionsOfItsOwn() {
		ConditionCatalog extended = ConditionCatalog.builtInAnd(
				Set.of(ConditionFactory.of("drought", (given) -> new Drought(given.integer("days", 7, 1, 365)))));
		assertThat(extended.names()).hasSize(6).contains("drought", "flood");
		assertThat(extended.create("drought", Map.of("days", 3))).isEqualTo(new Drought(3));
	}

	@Test
	void aNameIsTakenOnce() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> ConditionCatalog.builtInAnd(Set.of(ConditionFactory.of("flood", (given) -> new Drought(1)))))
			.withMessage("There are two conditions named 'flood'");
	}

	/**
	 * A condition of an application.
	 *
	 * @param days how long it is dry
	 */
	private record Drought(int days) implements Condition {

		@Override
		public String name() {
			return "drought";
		}

		@Override
		public Map<String, Object> parameters() {
			return Map.of("days", this.days);
		}

		@Override
		public Course begin(InstantSource clock) {
			return (message, random) -> null;
		}

	}

}
