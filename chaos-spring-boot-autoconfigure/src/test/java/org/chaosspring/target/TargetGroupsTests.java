package org.chaosspring.target;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.chaosspring.engine.Direction;
import org.chaosspring.engine.InjectionPoint;
import org.chaosspring.engine.Letter;
import org.chaosspring.engine.Targeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TargetGroupsTests {

	private static final InjectionPoint TEMPLATE = new InjectionPoint("kafka", Direction.PRODUCE, "orderTemplate");

	private static final InjectionPoint LISTENER = new InjectionPoint("rabbit", Direction.CONSUME, "orderListener");

	private static final Letter ORDER = Letter.to("orders");

	@Test
	void withoutTargetGroupsEveryMessageIsMeantByTheNameOfItsPoint() {
		Targeting.Selector selector = new TargetGroups(List.of(group("payments").destinations("payments").build()))
			.select(Set.of());
		assertThat(match(selector, TEMPLATE, ORDER)).isEqualTo("orderTemplate");
		assertThat(match(selector, LISTENER, ORDER)).isEqualTo("orderListener");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			producer,      producer, -
			consumer,      -,        consumer
			kafka,         kafka,    -
			rabbit,        -,        rabbit
			orderTemplate, orderTemplate, -
			orderListener, -,        orderListener
			orders,        orders,   orders
			payments,      -,        -
			""")
	void builtInGroupsNeedNoConfiguration(String name, String ofTemplate, String ofListener) {
		Targeting.Selector selector = new TargetGroups(List.of()).select(Set.of(name));
		assertThat(orDash(match(selector, TEMPLATE, ORDER))).isEqualTo(ofTemplate);
		assertThat(orDash(match(selector, LISTENER, ORDER))).isEqualTo(ofListener);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "Kafka", "order*", "ordertemplate", "application" })
	void anUnknownGroupMeansNoMessage(String name) {
		Targeting.Selector selector = new TargetGroups(List.of()).select(Set.of(name));
		assertThat(match(selector, TEMPLATE, ORDER)).isNull();
		assertThat(match(selector, LISTENER, ORDER)).isNull();
	}

	@Test
	void aConfiguredGroupThatIsNoTargetMeansNoMessage() {
		TargetGroup everything = group("everything").destinations("*").build();
		assertThat(match(List.of(everything), Set.of("payments"), TEMPLATE, ORDER)).isNull();
		assertThat(match(List.of(everything), Set.of("everything"), TEMPLATE, ORDER)).isEqualTo("everything");
	}

	@Test
	void aGroupHoldsTheMessagesOfABroker() {
		TargetGroup group = group("vip").broker("rabbit").build();
		assertThat(isMeant(group, TEMPLATE, ORDER)).isFalse();
		assertThat(isMeant(group, LISTENER, ORDER)).isTrue();
	}

	@Test
	void aGroupHoldsTheMessagesOfADirection() {
		TargetGroup group = group("vip").direction(Direction.PRODUCE).build();
		assertThat(isMeant(group, TEMPLATE, ORDER)).isTrue();
		assertThat(isMeant(group, LISTENER, ORDER)).isFalse();
	}

	@Test
	void aGroupHoldsTheMessagesOfSomePoints() {
		TargetGroup group = group("vip").points("orderListener", "other").build();
		assertThat(isMeant(group, TEMPLATE, ORDER)).isFalse();
		assertThat(isMeant(group, LISTENER, ORDER)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			orders,            orders,      true
			orders,            orders-eu,   false
			orders,            Orders,      false
			orders*,           orders,      true
			orders*,           orders-eu,   true
			orders*,           my-orders,   false
			*orders*,          my-orders-1, true
			orders-?,          orders-1,    true
			orders-?,          orders-,     false
			orders-?,          orders-12,   false
			orders.*,          orders.eu,   true
			orders.*,          orders-eu,   false
			'orders.[a-z]+',   orders.eu,   false
			'orders.[a-z]+',   orders.[a-z]+, true
			'(orders|other)$', orders,      false
			'\\Eorders\\Q',    orders,      false
			'\\Eorders\\Q',    '\\Eorders\\Q', true
			*,                 '',          true
			*,                 anything,    true
			""")
	void aGroupHoldsTheMessagesOfDestinationsByPattern(String pattern, String destination, boolean meant) {
		assertThat(isMeant(group("vip").destinations(pattern).build(), TEMPLATE, Letter.to(destination)))
			.isEqualTo(meant);
	}

	@Test
	void oneOfSeveralDestinationsIsEnough() {
		TargetGroup group = group("vip").destinations("payments.*", "orders").build();
		assertThat(isMeant(group, TEMPLATE, ORDER)).isTrue();
		assertThat(isMeant(group, TEMPLATE, Letter.to("payments.eu"))).isTrue();
		assertThat(isMeant(group, TEMPLATE, Letter.to("other"))).isFalse();
	}

	@Test
	void aGroupHoldsTheMessagesOfSomeKeysExactly() {
		TargetGroup group = group("vip").keys("7", "8").build();
		assertThat(isMeant(group, TEMPLATE, ORDER.withKey("7"))).isTrue();
		assertThat(isMeant(group, TEMPLATE, ORDER.withKey("8"))).isTrue();
		assertThat(isMeant(group, TEMPLATE, ORDER.withKey("78"))).isFalse();
		assertThat(isMeant(group, TEMPLATE, ORDER)).isFalse();
	}

	@Test
	void aGroupHoldsTheMessagesThatCarryOneOfTheValuesOfEachHeader() {
		TargetGroup group = group("vip").header("tier", "gold", "silver").header("region", "eu").build();
		assertThat(isMeant(group, TEMPLATE, ORDER.withHeaders(Map.of("tier", "gold", "region", "eu")))).isTrue();
		assertThat(isMeant(group, TEMPLATE, ORDER.withHeaders(Map.of("tier", "silver", "region", "eu")))).isTrue();
		assertThat(isMeant(group, TEMPLATE, ORDER.withHeaders(Map.of("tier", "bronze", "region", "eu")))).isFalse();
		assertThat(isMeant(group, TEMPLATE, ORDER.withHeaders(Map.of("tier", "gold", "region", "us")))).isFalse();
		assertThat(isMeant(group, TEMPLATE, ORDER.withHeaders(Map.of("tier", "gold")))).isFalse();
		assertThat(isMeant(group, TEMPLATE, ORDER.withHeaders(Map.of("Tier", "gold", "region", "eu")))).isFalse();
		assertThat(isMeant(group, TEMPLATE, ORDER)).isFalse();
	}

	@Test
	void aMessageHasToMeetEverythingThatAGroupSays() {
		TargetGroup group = group("vip").broker("kafka")
			.direction(Direction.PRODUCE)
			.destinations("ord*")
			.points("orderTemplate")
			.keys("7")
			.header("tier", "gold")
			.build();
		Letter met = ORDER.withKey("7").withHeaders(Map.of("tier", "gold"));
		assertThat(isMeant(group, TEMPLATE, met)).isTrue();
		assertThat(isMeant(group, new InjectionPoint("rabbit", Direction.PRODUCE, "orderTemplate"), met)).isFalse();
		assertThat(isMeant(group, new InjectionPoint("kafka", Direction.CONSUME, "orderTemplate"), met)).isFalse();
		assertThat(isMeant(group, new InjectionPoint("kafka", Direction.PRODUCE, "other"), met)).isFalse();
		assertThat(isMeant(group, TEMPLATE, Letter.to("payments").withKey("7").withHeaders(met.headers()))).isFalse();
		assertThat(isMeant(group, TEMPLATE, met.withKey("8"))).isFalse();
		assertThat(isMeant(group, TEMPLATE, met.withHeaders(Map.of("tier", "silver")))).isFalse();
	}

	@Test
	void oneOfSeveralGroupsIsEnough() {
		List<TargetGroup> groups = List.of(group("payments").destinations("payments").build(),
				group("vip").keys("7").build(), group("eu").header("region", "eu").build());
		Set<String> names = Set.of("payments", "vip", "eu", "rabbit");
		assertThat(match(groups, names, TEMPLATE, Letter.to("payments"))).isEqualTo("payments");
		assertThat(match(groups, names, TEMPLATE, ORDER.withKey("7"))).isEqualTo("vip");
		assertThat(match(groups, names, TEMPLATE, ORDER.withHeaders(Map.of("region", "eu")))).isEqualTo("eu");
		assertThat(match(groups, names, LISTENER, ORDER)).isEqualTo("rabbit");
		assertThat(match(groups, names, TEMPLATE, ORDER)).isNull();
	}

	@Test
	void groupsOfTheSameKeyAreToldApartByTheirHeaders() {
		List<TargetGroup> groups = List.of(group("eu").keys("7").header("region", "eu").build(),
				group("us").keys("7").header("region", "us").build());
		Set<String> names = Set.of("eu", "us");
		assertThat(match(groups, names, TEMPLATE, ORDER.withKey("7").withHeaders(Map.of("region", "us"))))
			.isEqualTo("us");
		assertThat(match(groups, names, TEMPLATE, ORDER.withKey("7").withHeaders(Map.of("region", "eu"))))
			.isEqualTo("eu");
		assertThat(match(groups, names, TEMPLATE, ORDER.withKey("7"))).isNull();
	}

	@Test
	void builtInGroupsComeInTheOrderOfPointDestinationDirectionAndBroker() {
		List<String> order = List.of("orderTemplate", "orders", "producer", "kafka");
		for (int first = 0; first < order.size(); first++) {
			Set<String> names = Set.copyOf(order.subList(first, order.size()));
			assertThat(match(List.of(), names, TEMPLATE, ORDER)).isEqualTo(order.get(first));
		}
	}

	@Test
	void configuredGroupsComeBeforeBuiltInOnesWhateverTheyLookAt() {
		Set<String> names = Set.of("orderTemplate", "orders", "producer", "kafka", "mine");
		Letter letter = ORDER.withKey("7").withHeaders(Map.of("tier", "gold"));
		assertThat(match(List.of(group("mine").destinations("*").build()), names, TEMPLATE, letter)).isEqualTo("mine");
		assertThat(match(List.of(group("mine").keys("7").build()), names, TEMPLATE, letter)).isEqualTo("mine");
		assertThat(match(List.of(group("mine").header("tier", "gold").build()), names, TEMPLATE, letter))
			.isEqualTo("mine");
		assertThat(match(List.of(group("mine").keys("8").build()), names, TEMPLATE, letter)).isEqualTo("orderTemplate");
	}

	@Test
	void configuredGroupsComeInTheOrderOfConfigurationWhateverTheyLookAt() {
		List<TargetGroup> order = List.of(group("by-header").header("tier", "gold").build(),
				group("by-key").keys("7").build(), group("by-other-header").header("region", "eu").build(),
				group("by-destination").destinations("*").build(), group("by-broker").broker("kafka").build(),
				group("by-other-key").keys("7").build());
		Set<String> names = Set.copyOf(order.stream().map(TargetGroup::name).toList());
		Letter letter = ORDER.withKey("7").withHeaders(Map.of("tier", "gold", "region", "eu"));
		List<TargetGroup> rotated = new ArrayList<>(order);
		for (TargetGroup first : order) {
			assertThat(match(rotated, names, TEMPLATE, letter)).isEqualTo(first.name());
			rotated.add(rotated.remove(0));
		}
	}

	@Test
	void aConfiguredGroupTakesThePlaceOfTheBuiltInOneOfItsName() {
		List<TargetGroup> groups = List.of(group("producer").broker("rabbit").direction(Direction.PRODUCE).build());
		Set<String> names = Set.of("producer");
		assertThat(match(groups, names, TEMPLATE, ORDER)).isNull();
		assertThat(match(groups, names, new InjectionPoint("rabbit", Direction.PRODUCE, "rabbitTemplate"), ORDER))
			.isEqualTo("producer");
	}

	@Test
	void messagesOfOnePointAreToldApartByDestinationAgainAndAgain() {
		Targeting.Selector selector = new TargetGroups(List.of(group("vip").destinations("orders").build()))
			.select(Set.of("vip"));
		for (int i = 0; i < 3; i++) {
			assertThat(match(selector, TEMPLATE, ORDER)).isEqualTo("vip");
			assertThat(match(selector, TEMPLATE, Letter.to("payments"))).isNull();
			assertThat(match(selector, LISTENER, ORDER)).isEqualTo("vip");
		}
	}

	@Test
	void moreDestinationsThanAreRememberedAreToldApartAsWell() {
		Targeting.Selector selector = new TargetGroups(List.of(group("even").destinations("*0").build()))
			.select(Set.of("even", "reply-7"));
		long hits = IntStream.range(0, 2)
			.flatMap((round) -> IntStream.range(0, 12_000))
			.mapToObj((number) -> match(selector, TEMPLATE, Letter.to("reply-" + number)))
			.filter((group) -> group != null)
			.count();
		assertThat(hits).isEqualTo(2 * 1_201);
		assertThat(match(selector, TEMPLATE, Letter.to("reply-11990"))).isEqualTo("even");
		assertThat(match(selector, TEMPLATE, Letter.to("reply-7"))).isEqualTo("reply-7");
	}

	@Test
	void amongTenThousandGroupsTheOnesThatHoldAMessageAreFound() {
		List<TargetGroup> groups = IntStream.range(0, 10_000).mapToObj((number) -> switch (number % 4) {
			case 0 -> group("group-" + number).destinations("topic-" + number).build();
			case 1 -> group("group-" + number).keys("key-" + number).build();
			case 2 -> group("group-" + number).header("tenant", "tenant-" + number).build();
			default -> group("group-" + number).points("point-" + number).build();
		}).toList();
		Set<String> names = new LinkedHashSet<>();
		groups.forEach((group) -> names.add(group.name()));
		IntStream.range(0, 10_000).forEach((number) -> names.add("built-in-" + number));
		Targeting.Selector selector = new TargetGroups(groups).select(names);
		Stream.of(0, 4_000, 9_996)
			.forEach((number) -> assertThat(match(selector, TEMPLATE, Letter.to("topic-" + number)))
				.isEqualTo("group-" + number));
		for (int number = 1; number < 10_000; number += 4) {
			assertThat(match(selector, TEMPLATE, ORDER.withKey("key-" + number))).isEqualTo("group-" + number);
			assertThat(match(selector, TEMPLATE, ORDER.withHeaders(Map.of("tenant", "tenant-" + (number + 1)))))
				.isEqualTo("group-" + (number + 1));
		}
		assertThat(match(selector, new InjectionPoint("kafka", Direction.CONSUME, "point-9999"), ORDER))
			.isEqualTo("group-9999");
		assertThat(match(selector, TEMPLATE, Letter.to("built-in-9999"))).isEqualTo("built-in-9999");
		assertThat(match(selector, TEMPLATE, ORDER.withKey("key-0"))).isNull();
		assertThat(match(selector, TEMPLATE, ORDER)).isNull();
	}

	@Test
	void theConfiguredGroupsCanBeAskedFor() {
		List<TargetGroup> groups = List.of(group("b").keys("7").build(), group("a").keys("7").build());
		assertThat(new TargetGroups(groups).configured()).isEqualTo(groups);
	}

	private static TargetGroupBuilder group(String name) {
		return new TargetGroupBuilder(name);
	}

	private static boolean isMeant(TargetGroup group, InjectionPoint point, Letter letter) {
		return match(List.of(group), Set.of(group.name()), point, letter) != null;
	}

	private static @Nullable String match(List<TargetGroup> groups, Set<String> names, InjectionPoint point,
			Letter letter) {
		return match(new TargetGroups(groups).select(names), point, letter);
	}

	private static @Nullable String match(Targeting.Selector selector, InjectionPoint point, Letter letter) {
		return selector.match(point, Letter.ACCESS, letter);
	}

	private static String orDash(@Nullable String group) {
		return (group != null) ? group : "-";
	}

}
