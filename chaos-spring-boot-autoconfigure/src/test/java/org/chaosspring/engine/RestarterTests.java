package org.chaosspring.engine;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RestarterTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final InjectionPoint POINT = new InjectionPoint("kafka", Direction.CONSUME, "orders");

	private final Heard heard = new Heard();

	private final ConfigurableChaosMiddleware chaos = new ConfigurableChaosMiddleware(
			ChaosPlan.DEFAULT.withFailureRate(1).withBehavior(new Losing("restart"), 1).switchedOn(null), new ByName(),
			EngineSettings.DEFAULT);

	private final Queue<String> steps = new ConcurrentLinkedQueue<>();

	private volatile boolean running = true;

	private Restarter restarter = new Restarter(this::stop, this::start, () -> this.running);

	@BeforeEach
	void listen() {
		this.chaos.addListener(this.heard);
	}

	@AfterEach
	void close() {
		this.chaos.close();
	}

	private void stop() {
		this.running = false;
		this.steps.add("stop in " + Thread.currentThread().getName());
	}

	private void start() {
		this.running = true;
		this.steps.add("start in " + Thread.currentThread().getName());
	}

	private boolean restart(Duration downtime) {
		Injection hit = this.chaos.injector().decide(POINT, Letter.ACCESS, Letter.to("mailbox"));
		return this.restarter.restart(downtime, hit, this.chaos.injector());
	}

	private void awaitSteps(int count) {
		await().untilAsserted(() -> assertThat(this.steps).hasSize(count));
	}

	@Test
	void aContainerStopsAndStartsInAThreadOfChaos() {
		assertThat(restart(Duration.ZERO)).isTrue();
		awaitSteps(2);
		assertThat(this.steps).containsExactly("stop in chaos-restart-orders", "start in chaos-restart-orders");
	}

	@Test
	void aContainerThatIsRestartingIsLeftAlone() {
		assertThat(restart(LONG)).isTrue();
		assertThat(restart(LONG)).isFalse();
		awaitSteps(1);
	}

	@Test
	void aContainerCanBeRestartedAgain() {
		restart(Duration.ZERO);
		await().until(() -> restart(Duration.ZERO));
		awaitSteps(4);
	}

	@Test
	void aContainerComesBackEarlyWhenChaosIsDisabled() {
		restart(LONG);
		awaitSteps(1);
		this.chaos.disable();
		awaitSteps(2);
	}

	@Test
	void aContainerStaysAwayWhenTheApplicationShutsDown() {
		restart(LONG);
		awaitSteps(1);
		this.chaos.close();
		await().until(() -> restartThreads() == 0);
		assertThat(this.steps).hasSize(1);
	}

	@Test
	void aContainerThatSomebodyElseStartedIsLeftAlone() {
		restart(LONG);
		awaitSteps(1);
		this.running = true;
		this.chaos.disable();
		await().until(() -> restartThreads() == 0);
		assertThat(this.steps).hasSize(1);
	}

	@Test
	void aContainerThatDoesNotStopIsReported() {
		RuntimeException defect = new IllegalStateException("defect");
		this.restarter = new Restarter(() -> {
			throw defect;
		}, this::start, () -> this.running);
		restart(Duration.ZERO);
		await().untilAsserted(() -> assertThat(this.heard.failed()).singleElement().satisfies((failed) -> {
			assertThat(failed.point()).isSameAs(POINT);
			assertThat(failed.cause()).isSameAs(defect);
		}));
		assertThat(this.steps).isEmpty();
	}

	private static long restartThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("chaos-restart-orders"))
			.count();
	}

}
