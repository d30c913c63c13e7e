package org.chaosspring.contract;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.chaosspring.condition.ConditionCatalog;
import org.chaosspring.engine.ChaosEvent.FaultInjected;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.Direction;
import org.chaosspring.engine.Effect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is true on every broker once a condition is lifted that lets traffic through while
 * it holds: nothing is lost that was not asked to be, nothing waits any more, and what is
 * sent from then on arrives once.
 */
public abstract class HealingContract {

	private static final int MESSAGES = 40;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private BrokerDriver application;

	/**
	 * Start an application on an empty destination.
	 * @param name a name for the destination that no other test uses
	 * @return the running application
	 */
	protected abstract BrokerDriver start(String name);

	@BeforeEach
	void startApplication(TestInfo test) {
		this.application = start("healing-" + test.getTestMethod().orElseThrow().getName() + "-" + System.nanoTime());
	}

	@AfterEach
	void stopApplication() {
		assertThat(this.application.failed()).isEmpty();
		this.application.close();
	}

	@ParameterizedTest
	@EnumSource(value = Direction.class, names = { "PRODUCE", "CONSUME" })
	void afterAFloodEachMessageArrivesOnceAgain(Direction direction) {
		impose("flood", direction, Map.of("factor", 4));
		send("flooded");
		await().atMost(PATIENCE).until(() -> this.application.injected().size() == MESSAGES);
		this.application.chaos().liftCondition("flood");
		send("healed");
		Map<String, Integer> expected = new HashMap<>();
		ids("flooded").forEach((id) -> expected.put(id, 4));
		ids("healed").forEach((id) -> expected.put(id, 1));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(counts()).isEqualTo(expected));
		assertHealed(MESSAGES);
	}

	/**
	 * The delay is longer than the test, so that what arrives does so because the
	 * condition is lifted.
	 */
	@ParameterizedTest
	@EnumSource(value = Direction.class, names = { "PRODUCE", "CONSUME" })
	void afterADegradedNetworkOnlyThatIsMissingWhichWasToBeLost(Direction direction) {
		impose("degraded-network", direction,
				Map.of("delay-from", "1h", "delay-to", "1h", "loss-from", 0.3, "loss-to", 0.3));
		ids("degraded").forEach(this.application::send);
		await().atMost(PATIENCE)
			.until(() -> this.application.injected().stream().anyMatch((hit) -> hit.effect() instanceof Effect.Delay));
		this.application.chaos().liftCondition("degraded-network");
		this.application.awaitAnswers();
		awaitIds(withoutLost("degraded"));
		int hits = this.application.injected().size();
		send("healed");
		awaitIds(withoutLost("degraded", "healed"));
		assertHealed(hits);
	}

	private void impose(String condition, Direction direction, Map<String, ?> parameters) {
		Map<String, Object> all = new HashMap<>(parameters);
		all.put("direction", direction.name().toLowerCase(Locale.ROOT));
		this.application.chaos()
			.update((plan) -> ChaosPlan.DEFAULT.withFailureRate(0)
				.withCondition(ConditionCatalog.builtIn().createImposed(condition, all))
				.switchedOn(null));
	}

	/**
	 * Assert that no fault happened any more, and that nothing is left over.
	 */
	private void assertHealed(int hits) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.application.waiting()).isZero());
		assertThat(this.application.injected()).hasSize(hits);
		assertThat(this.application.chaos().held()).isZero();
		assertThat(this.application.chaos().isEnabled()).isTrue();
	}

	private void send(String name) {
		ids(name).forEach(this.application::send);
		this.application.awaitAnswers();
	}

	private static List<String> ids(String name) {
		return IntStream.range(0, MESSAGES).mapToObj((i) -> name + i).toList();
	}

	private static String id(FaultInjected fault) {
		return fault.identity().substring("id:".length());
	}

	private List<String> withoutLost(String... names) {
		Set<String> lost = this.application.injected()
			.stream()
			.filter((hit) -> hit.effect() instanceof Effect.Loss)
			.map(HealingContract::id)
			.collect(Collectors.toSet());
		return Arrays.stream(names)
			.flatMap((name) -> ids(name).stream())
			.filter(Predicate.not(lost::contains))
			.toList();
	}

	private void awaitIds(List<String> expected) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrivedIds()).isEqualTo(expected));
	}

	private List<String> arrivedIds() {
		return this.application.arrivals().stream().map(Arrival::id).toList();
	}

	private Map<String, Integer> counts() {
		return arrivedIds().stream().collect(Collectors.toMap((id) -> id, (id) -> 1, Integer::sum));
	}

}
