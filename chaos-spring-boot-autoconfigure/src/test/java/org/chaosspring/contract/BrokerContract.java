package org.chaosspring.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.MessageView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What chaos promises on every broker: each message is accounted for by its id, nothing
 * held is lost, off means off.
 */
public abstract class BrokerContract {

	private static final int MESSAGES = 60;

	private static final int TOGGLES = 50;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private BrokerDriver application;

	private boolean errorsAreMeant;

	/**
	 * Start an application on an empty destination.
	 * @param name a name for the destination that no other test uses
	 * @return the running application
	 */
	protected abstract BrokerDriver start(String name);

	/**
	 * Return the payload that belongs to an id.
	 * @param id the id
	 * @return a text that is long enough for damage to show
	 */
	public static String body(String id) {
		return "the payload of message " + id;
	}

	@BeforeEach
	void startApplication(TestInfo test) {
		String unique = Integer
			.toHexString((test.getTestMethod().orElseThrow().getName() + test.getDisplayName()).hashCode());
		this.application = start("contract-" + unique + "-" + System.nanoTime());
	}

	@AfterEach
	void stopApplication() {
		if (!this.errorsAreMeant) {
			assertThat(this.application.failed()).isEmpty();
		}
		this.application.close();
	}

	@Test
	void whileOffEveryMessageArrivesOnceAndInOrder() {
		sendAll();
		awaitIds(ids());
		assertThat(this.application.injected()).isEmpty();
	}

	@Test
	void nothingHappensToAMessageThatIsNotMeant() {
		enable("message-loss", Map.of(), 1, "somebody-else");
		sendAll();
		awaitIds(ids());
		assertThat(this.application.injected()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = Direction.class, names = { "PRODUCE", "CONSUME" })
	void exactlyTheMessagesThatWereHitAreLost(Direction direction) {
		enable("message-loss", Map.of(), 0.4, direction.group());
		sendAll();
		awaitSettled(MESSAGES, direction);
		assertThat(hits(direction)).hasSizeBetween(5, MESSAGES - 5);
		List<String> left = new ArrayList<>(ids());
		left.removeAll(hits(direction));
		awaitIds(left);
	}

	@ParameterizedTest
	@EnumSource(value = Direction.class, names = { "PRODUCE", "CONSUME" })
	void exactlyTheMessagesThatWereHitComeAgain(Direction direction) {
		enable("duplication", Map.of("copies", 2), 0.4, direction.group());
		sendAll();
		awaitSettled(MESSAGES, direction);
		Map<String, Integer> expected = counts(ids());
		hits(direction).forEach((id) -> expected.merge(id, 2, Integer::sum));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts(arrivedIds())).isEqualTo(expected));
		await().untilAsserted(() -> assertThat(this.application.waiting()).isZero());
	}

	@ParameterizedTest
	@EnumSource(value = Direction.class, names = { "PRODUCE", "CONSUME" })
	void exactlyTheMessagesThatWereHitAreDamaged(Direction direction) {
		enable("corruption", Map.of("mode", "truncate", "bytes", 3), 0.4, direction.group());
		sendAll();
		awaitIds(ids());
		Set<String> hit = Set.copyOf(hits(direction));
		assertThat(hit).hasSizeBetween(5, MESSAGES - 5);
		assertThat(this.application.arrivals()).allSatisfy((arrival) -> {
			String body = body(arrival.id());
			assertThat(arrival.body())
				.isEqualTo(hit.contains(arrival.id()) ? body.substring(0, body.length() - 3) : body);
		});
	}

	@ParameterizedTest
	@EnumSource(value = Direction.class, names = { "PRODUCE", "CONSUME" })
	void delaysKeepTheOrderOfAllMessages(Direction direction) {
		enable("network-delay", Map.of("delay", "1ms", "max-delay", "20ms"), 1, direction.group());
		sendAll();
		awaitIds(ids());
		assertThat(hits(direction)).containsExactlyElementsOf(ids());
	}

	@ParameterizedTest
	@EnumSource(value = Direction.class, names = { "PRODUCE", "CONSUME" })
	void reorderingChangesTheOrderAndNothingElse(Direction direction) {
		enable("reordering", Map.of("window", 5, "max-hold", "300ms"), 1, direction.group());
		sendAll();
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(arrivedIds()).containsExactlyInAnyOrderElementsOf(ids()));
		assertThat(arrivedIds()).isNotEqualTo(ids());
		await().untilAsserted(() -> assertThat(this.application.waiting()).isZero());
	}

	@ParameterizedTest
	@EnumSource(value = Direction.class, names = { "PRODUCE", "CONSUME" })
	void backpressureThatHoldsNothingUpIsNoFault(Direction direction) {
		backpressure(direction, 1_000_000);
		for (int sent = 1; sent <= 5; sent++) {
			this.application.send("m" + (sent - 1));
			this.application.awaitAnswers();
			awaitIds(ids().subList(0, sent));
		}
		assertThat(this.application.injected()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = Direction.class, names = { "PRODUCE", "CONSUME" })
	void backpressureIsAFaultOfEachMessageThatItHoldsUp(Direction direction) {
		this.application.send("m0");
		this.application.awaitAnswers();
		awaitIds(List.of("m0"));
		backpressure(direction, 0.4);
		this.application.send("m1");
		this.application.send("m2");
		this.application.awaitAnswers();
		awaitIds(ids().subList(0, 3));
		assertThat(hits(direction)).containsExactly("m2");
	}

	@Test
	void whatIsHeldLeavesWhenChaosIsDisabled() {
		enable("network-delay", Map.of("delay", "1h"), 1, Direction.PRODUCE.group());
		ids().forEach(this.application::send);
		assertThat(this.application.chaos().held()).isEqualTo(MESSAGES);
		this.application.chaos().disable();
		assertThat(this.application.chaos().held()).isZero();
		assertThat(this.application.chaos().injector().isActive()).isFalse();
		this.application.awaitAnswers();
		awaitIds(ids());
	}

	@Test
	void whatIsHeldLeavesWhenThePlanChanges() {
		enable("reordering", Map.of("window", 1000, "max-hold", "1h"), 1, Direction.PRODUCE.group());
		ids().forEach(this.application::send);
		assertThat(this.application.chaos().held()).isEqualTo(MESSAGES);
		this.application.chaos().setFailureRate(0);
		assertThat(this.application.chaos().held()).isZero();
		this.application.awaitAnswers();
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(arrivedIds()).containsExactlyInAnyOrderElementsOf(ids()));
	}

	@Test
	void theSameSeedHitsTheSameMessagesWithTheSameFaults() {
		List<List<String>> runs = new ArrayList<>();
		for (int run = 0; run < 2; run++) {
			int before = this.application.injected().size();
			this.application.chaos()
				.update((plan) -> Toggling.everything()
					.withTargetGroup(Direction.PRODUCE.group())
					.withSeed(7L)
					.switchedOn(null));
			sendAll();
			this.application.chaos().disable();
			List<FaultInjected> injected = this.application.injected();
			runs.add(injected.subList(before, injected.size())
				.stream()
				.map((fault) -> fault.identity() + " " + fault.behavior())
				.toList());
		}
		assertThat(runs.get(0)).hasSizeBetween(5, MESSAGES - 5).isEqualTo(runs.get(1));
	}

	@Test
	void underLoadEveryMessageIsAccountedForWhileChaosIsToggled() throws Exception {
		List<String> sent = new Toggling(this.application.chaos(), () -> this.application.injected().size(),
				this.application::send)
			.run(TOGGLES);
		this.application.awaitAnswers();
		assertThat(this.application.injected()).hasSizeGreaterThan(TOGGLES);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts(arrivedIds())).isEqualTo(expected(sent)));
		await().untilAsserted(() -> assertThat(this.application.waiting()).isZero());
	}

	/**
	 * Return how often each message is to arrive. A message that is lost on its way to
	 * the broker meets nothing behind it; copies meet their own fate there.
	 */
	private Map<String, Integer> expected(List<String> sent) {
		Map<String, Integer> expected = counts(sent);
		for (FaultInjected fault : this.application.injected()) {
			int change = switch (fault.behavior()) {
				case "message-loss" -> -1;
				case "duplication" -> 1;
				default -> 0;
			};
			expected.merge(id(fault), change, Integer::sum);
		}
		expected.values().removeIf((count) -> count == 0);
		return expected;
	}

	private void enable(String behavior, Map<String, ?> parameters, double rate, String... groups) {
		this.application.chaos()
			.update((plan) -> ChaosPlan.DEFAULT.withFailureRate(rate)
				.withTargetGroups(Arrays.asList(groups))
				.withBehavior(BehaviorCatalog.builtIn().create(behavior, parameters), 1)
				.switchedOn(null));
	}

	private void backpressure(Direction direction, double rate) {
		Map<String, Object> parameters = Map.of("rate", rate, "direction", direction.label());
		this.application.chaos()
			.update((plan) -> ChaosPlan.DEFAULT.withFailureRate(0)
				.withCondition(ConditionCatalog.builtIn().createImposed("backpressure", parameters))
				.switchedOn(null));
	}

	@ParameterizedTest
	@EnumSource
	void whateverThrowsInsideChaosHarmsNoMessage(Defect defect) {
		this.errorsAreMeant = true;
		this.application.chaos().addListener((event) -> {
			throw new IllegalStateException("a listener fails on purpose");
		});
		this.application.chaos()
			.update((plan) -> ChaosPlan.DEFAULT.withFailureRate(1).withBehavior(defect, 1).switchedOn(null));
		sendAll();
		awaitIds(ids());
		assertThat(this.application.arrivals())
			.allSatisfy((arrival) -> assertThat(arrival.body()).isEqualTo(body(arrival.id())));
		assertThat(this.application.failed()).extracting((failure) -> failure.point().direction())
			.contains(Direction.PRODUCE, Direction.CONSUME);
		assertThat(this.application.chaos().held()).isZero();
		await().untilAsserted(() -> assertThat(this.application.waiting()).isZero());
	}

	private void sendAll() {
		ids().forEach(this.application::send);
		this.application.awaitAnswers();
	}

	private static List<String> ids() {
		return IntStream.range(0, MESSAGES).mapToObj((i) -> "m" + i).toList();
	}

	private List<String> hits(Direction direction) {
		return this.application.injected()
			.stream()
			.filter((fault) -> fault.point().direction() == direction)
			.map(BrokerContract::id)
			.toList();
	}

	private static String id(FaultInjected fault) {
		assertThat(fault.identity()).startsWith("id:");
		return fault.identity().substring("id:".length());
	}

	/**
	 * Wait until each message has had its chance to be hit.
	 */
	private void awaitSettled(int sent, Direction direction) {
		if (direction == Direction.CONSUME) {
			await().atMost(PATIENCE)
				.until(() -> Stream.concat(arrivedIds().stream(), hits(direction).stream()).distinct().count() == sent);
		}
	}

	private void awaitIds(List<String> expected) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrivedIds()).containsExactlyElementsOf(expected));
		await().untilAsserted(() -> assertThat(this.application.waiting()).isZero());
	}

	private List<String> arrivedIds() {
		return this.application.arrivals().stream().map(Arrival::id).toList();
	}

	private static Map<String, Integer> counts(List<String> ids) {
		return ids.stream().collect(Collectors.toMap((id) -> id, (id) -> 1, Integer::sum, HashMap::new));
	}

	/**
	 * Behaviors that fail, before there is an effect or while it is carried out.
	 */
	enum Defect implements Behavior {

		NO_EFFECT(() -> {
			throw new IllegalStateException("a behavior fails on purpose");
		}),

		NO_DAMAGE(() -> new Effect.Corruption((bytes) -> {
			throw new IllegalStateException("a damage fails on purpose");
		}, false));

		@SuppressWarnings("ImmutableEnumChecker") // holds nothing
		private final Supplier<Effect> effect;

		Defect(Supplier<Effect> effect) {
			this.effect = effect;
		}

		@Override
		public Map<String, Object> parameters() {
			return Map.of();
		}

		@Override
		public Effect effect(MessageView message, RandomGenerator random) {
			return this.effect.get();
		}

	}

}
