package org.chaosspring.condition;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import org.chaosspring.engine.Condition;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.EngineSettings;
import org.chaosspring.engine.Letter;
import org.chaosspring.engine.MessageAccess;
import org.chaosspring.engine.MessageView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionCourseTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final MessageView MESSAGE = MessageView.of(Letter.ACCESS, Letter.to("mailbox"));

	private final SplittableRandom random = new SplittableRandom(42);

	private Instant now = START;

	private final InstantSource clock = () -> this.now;

	@Test
	void aPartitionPutsAllBrokersOutOfReachForGood() {
		Condition.Course course = begin("network-partition", Map.of("evict", true));
		Effect outage = new Effect.Outage(Set.of(), null, START, true);
		assertThat(effect(course)).isEqualTo(outage);
		after(Duration.ofDays(1));
		assertThat(effect(course)).isEqualTo(outage);
	}

	@Test
	void aBrokerFailureIsForMessagesThatMayBeAtTheBroker() {
		Condition.Course course = begin("broker-failure", Map.of("broker", "1,host:9092"));
		Effect outage = new Effect.Outage(Set.of("1", "host:9092"), null, START, false);
		assertThat(course.effect(at("1"), this.random)).isEqualTo(outage);
		assertThat(course.effect(at("host:9092"), this.random)).isEqualTo(outage);
		assertThat(course.effect(at("2"), this.random)).isNull();
		assertThat(effect(course)).isEqualTo(outage);
	}

	@Test
	void aBrokerFailureEndsWhenOthersTakeOver() {
		Condition.Course course = begin("broker-failure", Map.of("broker", "1", "failover-after", "3s"));
		after(Duration.ofMillis(2999));
		assertThat(effect(course)).isEqualTo(new Effect.Outage(Set.of("1"), Duration.ofSeconds(3), START, false));
		after(Duration.ofMillis(1));
		assertThat(effect(course)).isNull();
	}

	@Test
	void backpressureHasOnePacerForAllMessages() {
		Condition.Course course = begin("backpressure", Map.of());
		Effect throttle = effect(course);
		assertThat(throttle).isInstanceOf(Effect.Throttle.class);
		assertThat(effect(course)).isSameAs(throttle);
	}

	@Test
	void aFloodMakesTheFactorOfEachMessage() {
		assertThat(effect(begin("flood", Map.of("factor", 10)))).isEqualTo(new Effect.Duplication(9));
	}

	@Test
	void aFloodIsCappedAtSoManyCopiesASecond() {
		Condition.Course course = begin("flood", Map.of("factor", 5, "rate", 10));
		assertThat(effect(course)).isEqualTo(new Effect.Duplication(4));
		assertThat(effect(course)).isEqualTo(new Effect.Duplication(4));
		assertThat(effect(course)).isEqualTo(new Effect.Duplication(2));
		assertThat(effect(course)).isNull();
		after(Duration.ofMillis(100));
		assertThat(effect(course)).isEqualTo(new Effect.Duplication(1));
		after(Duration.ofHours(1));
		assertThat(effect(course)).isEqualTo(new Effect.Duplication(4));
		assertThat(effect(course)).isEqualTo(new Effect.Duplication(4));
		assertThat(effect(course)).isEqualTo(new Effect.Duplication(2));
		assertThat(effect(course)).isNull();
	}

	@Test
	void aFloodDoesNotCopyItsOwnCopies() {
		MessageView copy = MessageView.of(Letter.ACCESS,
				Letter.to("mailbox").withHeaders(Map.of(EngineSettings.MARK_HEADER, "flood;1")));
		MessageView duplicate = MessageView.of(Letter.ACCESS,
				Letter.to("mailbox").withHeaders(Map.of(EngineSettings.MARK_HEADER, "duplication;1")));
		Condition.Course course = begin("flood", Map.of());
		assertThat(course.effect(copy, this.random)).isNull();
		assertThat(course.effect(duplicate, this.random)).isNotNull();
	}

	@Test
	void aDegradedNetworkDelaysMoreAndMore() {
		Condition.Course course = begin("degraded-network",
				Map.of("delay-from", "100ms", "delay-to", "1100ms", "loss-to", 0, "ramp", "10s"));
		assertThat(effect(course)).isEqualTo(delay(100));
		after(Duration.ofSeconds(4));
		assertThat(effect(course)).isEqualTo(delay(500));
		after(Duration.ofSeconds(6));
		assertThat(effect(course)).isEqualTo(delay(1100));
		after(Duration.ofHours(1));
		assertThat(effect(course)).isEqualTo(delay(1100));
	}

	@Test
	void aDegradedNetworkLosesMoreAndMore() {
		Condition.Course course = begin("degraded-network", Map.of("loss-from", 0, "loss-to", 1, "ramp", "10s"));
		assertThat(kinds(course)).containsExactly(Effect.Delay.class);
		after(Duration.ofSeconds(5));
		assertThat(kinds(course)).containsExactlyInAnyOrder(Effect.Delay.class, Effect.Loss.class);
		after(Duration.ofSeconds(5));
		assertThat(kinds(course)).containsExactly(Effect.Loss.class);
	}

	@Test
	void aClockThatGoesBackDoesNoHarm() {
		Condition.Course course = begin("degraded-network", Map.of("delay-from", "100ms", "loss-to", 0));
		this.now = START.minusSeconds(3600);
		assertThat(effect(course)).isEqualTo(delay(100));
		Condition.Course flood = begin("flood", Map.of("rate", 1));
		this.now = this.now.minusSeconds(3600);
		assertThat(effect(flood)).isEqualTo(new Effect.Duplication(1));
		assertThat(effect(flood)).isNull();
	}

	private Condition.Course begin(String name, Map<String, Object> parameters) {
		return ConditionCatalog.builtIn().create(name, parameters).begin(this.clock);
	}

	private void after(Duration duration) {
		this.now = this.now.plus(duration);
	}

	private @Nullable Effect effect(Condition.Course course) {
		return course.effect(MESSAGE, this.random);
	}

	private Set<Class<?>> kinds(Condition.Course course) {
		Set<Class<?>> kinds = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			kinds.add(effect(course).getClass());
		}
		return kinds;
	}

	private static Effect delay(long millis) {
		return new Effect.Delay(Duration.ofMillis(millis), false, true, false);
	}

	private static MessageView at(String broker) {
		return MessageView.of(new MessageAccess<Letter>() {

			@Override
			public String destination(Letter letter) {
				return letter.destination();
			}

			@Override
			public @Nullable String key(Letter letter) {
				return letter.key();
			}

			@Override
			public @Nullable String header(Letter letter, String name) {
				return letter.headers().get(name);
			}

			@Override
			public boolean mayBeAt(Letter letter, String other) {
				return broker.equals(other);
			}

		}, Letter.to("mailbox"));
	}

}
