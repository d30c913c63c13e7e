package org.chaosspring.safety;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Letter;
import org.chaosspring.engine.Targeting;
import org.chaosspring.target.TargetGroup;
import org.chaosspring.target.TargetGroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Protection} and {@link ProtectedTargeting}.
 */
class ProtectionTests {

	private static final InjectionPoint TEMPLATE = new InjectionPoint("kafka", Direction.PRODUCE, "orderTemplate");

	private final Protection deadLetters = new Protection(Protection.DEAD_LETTERS);

	@ParameterizedTest
	@ValueSource(strings = { "orders-dlt", "orders.DLT", "orders.dlt", "orders_dlq", "orders.DLQ", "orders.dlx",
			"orders-retry", "orders-retry-0", "orders.retry.5000", "dead-letters", "ordersDeadLetter",
			"orders.parking-lot", "defaultRetryTopicKafkaTemplate" })
	void whereDeadLettersAndRetriesUsuallyGoIsProtected(String name) {
		assertThat(this.deadLetters.covers(name)).isTrue();
		assertThat(this.deadLetters.covers(name)).as("asked again").isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders", "orders-dlt-audit", "retries", "retryable", "orders-retryable", "retail",
			"kafka", "consumer", "" })
	void otherNamesAreNot(String name) {
		assertThat(this.deadLetters.covers(name)).isFalse();
		assertThat(this.deadLetters.covers(name)).as("asked again").isFalse();
	}

	@Test
	void moreNamesThanAreRememberedAreToldApartAsWell() {
		assertThat(IntStream.range(0, 20_000).filter((i) -> this.deadLetters.covers("reply-" + i + "-dlt")))
			.hasSize(20_000);
		assertThat(this.deadLetters.covers("reply-0")).isFalse();
	}

	@Test
	void aMessageToAProtectedDestinationIsNeverMeant() {
		Targeting.Selector everything = targeting("payments*").select(Set.of());
		assertThat(everything.match(TEMPLATE, Letter.ACCESS, Letter.to("orders"))).isEqualTo("orderTemplate");
		assertThat(everything.match(TEMPLATE, Letter.ACCESS, Letter.to("payments.eu"))).isNull();
		Targeting.Selector named = targeting("payments*").select(Set.of("payments.eu", "producer"));
		assertThat(named.match(TEMPLATE, Letter.ACCESS, Letter.to("payments.eu"))).isNull();
		assertThat(named.match(TEMPLATE, Letter.ACCESS, Letter.to("orders"))).isEqualTo("producer");
	}

	@Test
	void aMessageThatPassesAProtectedPointIsNeverMeant() {
		assertThat(targeting("orderTemp*").select(Set.of("orders")).match(TEMPLATE, Letter.ACCESS, Letter.to("orders")))
			.isNull();
	}

	@Test
	void aMessageOfAProtectedGroupIsNeverMeant() {
		assertThat(targeting("producer").select(Set.of("producer")).match(TEMPLATE, Letter.ACCESS, Letter.to("orders")))
			.isNull();
	}

	@Test
	void aMessageOfAProtectedGroupIsNotMeantByAnotherGroupEither() {
		TargetGroup premium = new TargetGroup("premium", null, null, List.of(), Set.of(), Set.of(),
				Map.of("tenant", Set.of("acme")));
		Targeting targeting = new ProtectedTargeting(new TargetGroups(List.of(premium)),
				new Protection(List.of("premium")));
		for (Set<String> targetGroups : List.of(Set.<String>of(), Set.of("orders"))) {
			Targeting.Selector selector = targeting.select(targetGroups);
			assertThat(
					selector.match(TEMPLATE, Letter.ACCESS, Letter.to("orders").withHeaders(Map.of("tenant", "acme"))))
				.isNull();
			assertThat(
					selector.match(TEMPLATE, Letter.ACCESS, Letter.to("orders").withHeaders(Map.of("tenant", "other"))))
				.isNotNull();
		}
	}

	@Test
	void aProtectedPointOfTheApplicationIsNeverMeant() {
		assertThat(targeting("ledger*").means(Set.of(), "ledger-write")).isFalse();
		assertThat(targeting("ledger*").means(Set.of("ledger-write"), "ledger-write")).isFalse();
		assertThat(targeting("ledger*").means(Set.of(), "cache")).isTrue();
		assertThat(targeting("ledger*").means(Set.of("other"), "cache")).isFalse();
	}

	private static Targeting targeting(String... patterns) {
		return new ProtectedTargeting(new TargetGroups(List.of()), new Protection(List.of(patterns)));
	}

}
