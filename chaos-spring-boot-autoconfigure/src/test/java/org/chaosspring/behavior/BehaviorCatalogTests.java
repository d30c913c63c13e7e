package org.chaosspring.behavior;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.ErrorKind;
import org.chaosspring.engine.InvalidPlanException;
import org.chaosspring.engine.Letter;
import org.chaosspring.engine.MessageView;
import org.chaosspring.engine.WeightedBehavior;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class BehaviorCatalogTests {

	private static final String NO_DURATION = "must be a duration longer than zero, such as 100ms, 2s or 10m";

	private static final String NO_FLAG = "must be true or false";

	private final BehaviorCatalog catalog = BehaviorCatalog.builtIn();

	@Test
	void eightBehaviorsComeWithTheLibrary() {
		assertThat(this.catalog.names()).containsExactly("ack-loss", "corruption", "duplication", "error",
				"message-loss", "network-delay", "reordering", "service-restart");
	}

	@Test
	void theNamesCannotBeChanged() {
		assertThat(this.catalog.names()).isUnmodifiable();
	}

	@ParameterizedTest
	@MethodSource
	void aBehaviorHasDefaults(String name, Map<String, Object> parameters) {
		Behavior behavior = this.catalog.create(name, Map.of());
		assertThat(behavior.name()).isEqualTo(name);
		assertThat(behavior.parameters()).isEqualTo(parameters);
	}

	static Stream<Arguments> aBehaviorHasDefaults() {
		return Stream.of(
				arguments("network-delay",
						Map.of("delay", Duration.ofMillis(100), "max-delay", Duration.ofMillis(100), "distribution",
								"uniform", "blocking", false, "keep-order", true, "allow-rebalance", false)),
				arguments("message-loss", Map.of("allow-in-transactions", false)), arguments("ack-loss", Map.of()),
				arguments("error", Map.of("exception", "typical")), arguments("duplication", Map.of("copies", 1)),
				arguments("corruption", Map.of("mode", "bit-flip", "bytes", 1, "headers", false)),
				arguments("reordering", Map.of("window", 5, "max-hold", Duration.ofSeconds(1))),
				arguments("service-restart", Map.of("downtime", Duration.ofMillis(500))));
	}

	@ParameterizedTest
	@MethodSource
	void everyParameterIsRead(String name, Map<String, Object> parameters) {
		Behavior behavior = this.catalog.create(name, parameters);
		assertThat(behavior.parameters()).isEqualTo(parameters);
		assertThat(this.catalog.create(name, behavior.parameters())).isEqualTo(behavior);
	}

	static Stream<Arguments> everyParameterIsRead() {
		return Stream.of(
				arguments("network-delay",
						Map.of("delay", Duration.ofSeconds(1), "max-delay", Duration.ofHours(1), "distribution",
								"normal", "blocking", true, "keep-order", false, "allow-rebalance", true)),
				arguments("message-loss", Map.of("allow-in-transactions", true)), arguments("ack-loss", Map.of()),
				arguments("error", Map.of("exception", "not-enough-replicas")),
				arguments("duplication", Map.of("copies", 100)),
				arguments("corruption", Map.of("mode", "truncate", "bytes", 1_000_000, "headers", true)),
				arguments("reordering", Map.of("window", 10_000, "max-hold", Duration.ofNanos(1))),
				arguments("service-restart", Map.of("downtime", Duration.ofHours(1))));
	}

	@ParameterizedTest
	@MethodSource
	void aBehaviorHasOneEffect(String name, Map<String, Object> parameters, Effect effect) {
		Behavior behavior = this.catalog.create(name, parameters);
		MessageView view = MessageView.of(Letter.ACCESS, Letter.to("mailbox"));
		assertThat(behavior.effect(view, new SplittableRandom(42))).isEqualTo(effect);
	}

	static Stream<Arguments> aBehaviorHasOneEffect() {
		long seed = new SplittableRandom(42).nextLong();
		return Stream.of(
				arguments("network-delay", Map.of(), new Effect.Delay(Duration.ofMillis(100), false, true, false)),
				arguments("network-delay",
						Map.of("delay", "2s", "blocking", true, "keep-order", false, "allow-rebalance", true),
						new Effect.Delay(Duration.ofSeconds(2), true, false, true)),
				arguments("message-loss", Map.of(), new Effect.Loss(false)),
				arguments("message-loss", Map.of("allow-in-transactions", "true"), new Effect.Loss(true)),
				arguments("ack-loss", Map.of(), new Effect.AckLoss()),
				arguments("error", Map.of(), new Effect.Failure(ErrorKind.TYPICAL)),
				arguments("error", Map.of("exception", "nack"), new Effect.Failure(ErrorKind.NACK)),
				arguments("duplication", Map.of(), new Effect.Duplication(1)),
				arguments("duplication", Map.of("copies", "3"), new Effect.Duplication(3)),
				arguments("reordering", Map.of(), new Effect.Reordering(5, Duration.ofSeconds(1), seed)),
				arguments("reordering", Map.of("window", 2, "max-hold", "1m"),
						new Effect.Reordering(2, Duration.ofMinutes(1), seed)),
				arguments("service-restart", Map.of(), new Effect.Restart(Duration.ofMillis(500))),
				arguments("service-restart", Map.of("downtime", "3s"), new Effect.Restart(Duration.ofSeconds(3))));
	}

	@ParameterizedTest
	@MethodSource
	void aWrongValueIsRefused(String name, String parameter, Object value, String message) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> this.catalog.create(name, Map.of(parameter, value)))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(name + "." + parameter))
			.withMessage(message);
	}

	static Stream<Arguments> aWrongValueIsRefused() {
		return Stream.of(arguments("network-delay", "delay", "soon", NO_DURATION),
				arguments("network-delay", "delay", "0ms", NO_DURATION),
				arguments("network-delay", "delay", -1, NO_DURATION),
				arguments("network-delay", "delay", true, NO_DURATION),
				arguments("network-delay", "delay", "61m", "must be at most 1h but is 61m"),
				arguments("network-delay", "max-delay", "", NO_DURATION),
				arguments("network-delay", "max-delay", 3_600_001, "must be at most 1h but is 3600001"),
				arguments("network-delay", "max-delay", "99ms", "must not be shorter than delay"),
				arguments("network-delay", "distribution", "UNIFORM", "must be one of [uniform, normal, exponential]"),
				arguments("network-delay", "distribution", "", "must be one of [uniform, normal, exponential]"),
				arguments("network-delay", "blocking", "yes", NO_FLAG),
				arguments("network-delay", "keep-order", 1, NO_FLAG),
				arguments("network-delay", "allow-rebalance", "TRUE", NO_FLAG),
				arguments("message-loss", "allow-in-transactions", "", NO_FLAG),
				arguments("duplication", "copies", 0, "must be a whole number from 1 to 100"),
				arguments("duplication", "copies", 101, "must be a whole number from 1 to 100"),
				arguments("duplication", "copies", 1.5, "must be a whole number from 1 to 100"),
				arguments("duplication", "copies", "many", "must be a whole number from 1 to 100"),
				arguments("duplication", "copies", 4_294_967_297L, "must be a whole number from 1 to 100"),
				arguments("corruption", "mode", "bitflip", "must be one of [bit-flip, truncate, garbage, empty]"),
				arguments("corruption", "bytes", 0, "must be a whole number from 1 to 1000000"),
				arguments("corruption", "bytes", 1_000_001, "must be a whole number from 1 to 1000000"),
				arguments("corruption", "headers", "tier", NO_FLAG),
				arguments("reordering", "window", 1, "must be a whole number from 2 to 10000"),
				arguments("reordering", "window", 10_001, "must be a whole number from 2 to 10000"),
				arguments("reordering", "max-hold", "PT0S", NO_DURATION),
				arguments("reordering", "max-hold", "2h", "must be at most 1h but is 2h"),
				arguments("service-restart", "downtime", "-5s", NO_DURATION),
				arguments("service-restart", "downtime", "1d", "must be at most 1h but is 1d"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			network-delay   | [delay, max-delay, distribution, blocking, keep-order, allow-rebalance]
			message-loss    | [allow-in-transactions]
			duplication     | [copies]
			corruption      | [mode, bytes, headers]
			reordering      | [window, max-hold]
			service-restart | [downtime]
			""")
	void anUnknownParameterIsRefusedAndTheKnownOnesAreNamed(String name, String known) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> this.catalog.create(name, Map.of("Color", "red")))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(name + ".Color"))
			.withMessage("is not known; known are " + known);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "loss", "messageLoss", "MESSAGE-LOSS", "java.lang.Object" })
	void anUnknownBehaviorIsRefusedAndTheKnownOnesAreNamed(String name) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> this.catalog.createWeighted(name, Map.of()))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(name))
			.withMessage("is not a known behavior; known are " + this.catalog.names());
	}

	@Test
	void aBehaviorComesInAlwaysIfNothingElseIsSaid() {
		Behavior behavior = this.catalog.create("duplication", Map.of("copies", 2));
		assertThat(this.catalog.createWeighted("duplication", Map.of("copies", 2)))
			.isEqualTo(new WeightedBehavior(behavior, 1));
		assertThat(this.catalog.createWeighted("duplication", Map.of("copies", 2, "probability", "0.25")))
			.isEqualTo(new WeightedBehavior(behavior, 0.25));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-0.1", "1.1", "NaN", "Infinity", "half", "50%", "", "true" })
	void aProbabilityThatIsNoneIsRefused(String probability) {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> this.catalog.createWeighted("message-loss", Map.of("probability", probability)))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("message-loss.probability"))
			.withMessage("must be a number from 0 to 1 but is " + probability);
	}

	@Test
	void aProbabilityIsNoParameterOfTheBehaviorItself() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> this.catalog.create("message-loss", Map.of("probability", 1)))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("message-loss.probability"));
	}

	@Test
	void aNameMayBeWrittenInCamelCase() {
		Behavior behavior = this.catalog.create("network-delay", Map.of("maxDelay", "2s", "keepOrder", false));
		assertThat(behavior.parameters()).containsEntry("max-delay", Duration.ofSeconds(2))
			.containsEntry("keep-order", false);
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> this.catalog.create("network-delay", Map.of("maxDelay", "2 s")))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("network-delay.max-delay"));
	}

	@Test
	void aParameterGivenTwiceIsRefusedUnlessItSaysTheSame() {
		Map<String, Object> parameters = new HashMap<>(Map.of("max-delay", "2s", "maxDelay", "2s"));
		assertThat(this.catalog.create("network-delay", parameters).parameters()).containsEntry("max-delay",
				Duration.ofSeconds(2));
		parameters.put("maxDelay", "3s");
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> this.catalog.create("network-delay", parameters))
			.satisfies((ex) -> assertThat(ex.field()).isIn("network-delay.max-delay", "network-delay.maxDelay"))
			.withMessage("is given twice with different values");
	}

	@Test
	void aParameterWithoutAValueTakesItsDefault() {
		Map<String, Object> parameters = new HashMap<>();
		parameters.put("copies", null);
		assertThat(this.catalog.create("duplication", parameters)).isEqualTo(new Duplication(1));
	}

}
