package org.chaosspring.target;

import java.util.stream.Stream;

import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InvalidPlanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TargetGroupTests {

	@ParameterizedTest
	@MethodSource
	void whatNoMessageCanMeetIsRefused(TargetGroupBuilder group, String field, String message) {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(group::build)
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field))
			.withMessage(message);
	}

	static Stream<Arguments> whatNoMessageCanMeetIsRefused() {
		return Stream.of(arguments(group().broker("nats"), "vip.broker", "must be kafka or rabbit but is 'nats'"),
				arguments(group().broker("Kafka"), "vip.broker", "must be kafka or rabbit but is 'Kafka'"),
				arguments(group().direction(Direction.NONE), "vip.direction", "must be produce or consume"),
				arguments(group().destinations("orders", " "), "vip.destinations",
						"must hold patterns that are not blank"),
				arguments(group().points(""), "vip.points", "must hold names that are not blank"),
				arguments(group().header(" ", "gold"), "vip.headers", "must be given by names that are not blank"),
				arguments(group().header("tier"), "vip.headers", "must have at least one value each"));
	}

	@Test
	void aGroupThatSaysNothingIsRefused() {
		assertThatExceptionOfType(InvalidPlanException.class).isThrownBy(() -> group().build())
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("vip"))
			.withMessageStartingWith("must say which messages it holds");
	}

	@Test
	void aGroupWithoutANameIsRefused() {
		assertThatExceptionOfType(InvalidPlanException.class)
			.isThrownBy(() -> new TargetGroupBuilder(" ").broker("kafka").build());
	}

	@Test
	void anEmptyValueOfAHeaderIsAValue() {
		assertThat(group().header("tier", "").build().headers()).containsOnlyKeys("tier");
	}

	private static TargetGroupBuilder group() {
		return new TargetGroupBuilder("vip");
	}

}
