package org.chaosspring.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class ChaosToggleTests {

	private static final InjectionPoint POINT = new InjectionPoint("kafka", Direction.PRODUCE, "orders");

	private static final Letter LETTER = Letter.to("mailbox");

	private final ConfigurableChaosMiddleware chaos = new ConfigurableChaosMiddleware(
			ChaosPlan.DEFAULT.withFailureRate(1).withBehavior(new Losing("loss"), 1), new ByName(),
			EngineSettings.DEFAULT);

	private final Heard heard = new Heard();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	ChaosToggleTests() {
		this.chaos.addListener(this.heard);
	}

	@AfterEach
	void close() throws InterruptedException {
		this.chaos.close();
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void noFaultHappensBetweenTheReturnOfDisableAndTheNextEnable() throws Exception {
		AtomicBoolean off = new AtomicBoolean(true);
		AtomicBoolean finished = new AtomicBoolean();
		AtomicLong whileOff = new AtomicLong();
		Semaphore faults = new Semaphore(0);
		this.chaos.addListener((event) -> {
			if (event instanceof ChaosEvent.FaultInjected) {
				whileOff.addAndGet(off.get() ? 1 : 0);
				faults.release();
			}
		});
		Runnable sending = () -> {
			while (!finished.get()) {
				Injection injection = this.chaos.injector().decide(POINT, Letter.ACCESS, LETTER);
				if (injection != null) {
					injection.carryOut(Postman.RELIABLE, LETTER);
				}
			}
		};
		Future<?> one = this.threads.submit(sending);
		Future<?> other = this.threads.submit(sending);
		for (int i = 0; i < 1_000; i++) {
			off.set(false);
			this.chaos.enable();
			faults.acquire();
			this.chaos.disable();
			off.set(true);
			faults.drainPermits();
		}
		finished.set(true);
		one.get();
		other.get();
		assertThat(whileOff).hasValue(0);
		assertThat(this.heard.failed()).isEmpty();
		assertThat(this.heard.changes()).hasSize(2_000);
	}

	@Test
	void disableReturnsOnlyAfterTheFaultsThatAreBeingCarriedOut() throws Exception {
		Queue<String> order = new ConcurrentLinkedQueue<>();
		this.chaos.enable();
		Injection injection = this.chaos.injector().decide(POINT, Letter.ACCESS, LETTER);
		assertThat(injection).isNotNull();
		Future<?> disabling = this.threads.submit(() -> {
			this.chaos.disable();
			order.add("disabled");
		});
		await().until(() -> !this.chaos.isEnabled());
		assertThat(injection.isInForce()).isFalse();
		injection.carryOut(new Postman((effect) -> order.add("carried out")), LETTER);
		disabling.get();
		assertThat(order).containsExactly("carried out", "disabled");
		assertThat(this.heard.all()).last().isInstanceOf(ChaosEvent.PlanChanged.class);
	}

	@Test
	void disableDoesNotWaitForeverForAFaultThatHangs() throws Exception {
		CountDownLatch mayEnd = new CountDownLatch(1);
		CountDownLatch hangs = new CountDownLatch(1);
		this.chaos.enable();
		Future<Boolean> hanging = this.threads.submit(() -> {
			Injection injection = this.chaos.injector().decide(POINT, Letter.ACCESS, LETTER);
			assertThat(injection).isNotNull();
			return injection.carryOut(new Postman((effect) -> {
				hangs.countDown();
				return uninterrupted(mayEnd);
			}), LETTER);
		});
		hangs.await();
		this.chaos.disable();
		assertThat(hanging).isNotDone();
		assertThat(this.chaos.injector().isActive()).as("a fault may have taken the client down").isTrue();
		mayEnd.countDown();
		assertThat(hanging.get()).isTrue();
		assertThat(this.chaos.injector().isActive()).isFalse();
	}

	@Test
	void whoeverHearsOfAFaultMaySwitchOff() {
		this.chaos.addListener((event) -> {
			if (event instanceof ChaosEvent.FaultInjected) {
				this.chaos.disable();
			}
		});
		this.chaos.enable();
		long before = System.nanoTime();
		Injection injection = this.chaos.injector().decide(POINT, Letter.ACCESS, LETTER);
		assertThat(injection).isNotNull();
		assertThat(injection.carryOut(Postman.RELIABLE, LETTER)).isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
		assertThat(this.chaos.isEnabled()).isFalse();
	}

	@Test
	void aThreadThatWaitsGoesOnWhenThePlanEnds() throws Exception {
		this.chaos.enable();
		CountDownLatch waits = new CountDownLatch(1);
		Future<Boolean> waiting = this.threads.submit(() -> {
			Injection injection = this.chaos.injector().decide(POINT, Letter.ACCESS, LETTER);
			assertThat(injection).isNotNull();
			return injection.carryOut(new Postman((effect) -> {
				waits.countDown();
				return injection.await(Duration.ofHours(1));
			}), LETTER);
		});
		waits.await();
		this.chaos.disable();
		assertThat(waiting.get()).isFalse();
	}

	@Test
	void aThreadThatWaitsGoesOnWhenItIsInterrupted() {
		this.chaos.enable();
		Injection injection = this.chaos.injector().decide(POINT, Letter.ACCESS, LETTER);
		assertThat(injection).isNotNull();
		Thread.currentThread().interrupt();
		assertThat(injection.carryOut(new Postman((effect) -> injection.await(Duration.ofHours(1))), LETTER)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void aThreadWaitsAsLongAsItIsTold() {
		this.chaos.enable();
		Injection injection = this.chaos.injector().decide(POINT, Letter.ACCESS, LETTER);
		assertThat(injection).isNotNull();
		long before = System.nanoTime();
		assertThat(injection.carryOut(new Postman((effect) -> injection.await(Duration.ofMillis(30))), LETTER))
			.isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
	}

	@Test
	void aMessageSeesOneWholePlan() throws Exception {
		ChaosPlan off = this.chaos.plan().withoutBehavior("loss");
		ChaosPlan orders = off.switchedOn(null).withTargetGroup("orders").withBehavior(new Losing("of-orders"), 1);
		ChaosPlan payments = off.switchedOn(null)
			.withTargetGroup("payments")
			.withBehavior(new Losing("of-payments"), 1);
		Map<String, InjectionPoint> points = Map.of("of-orders", POINT, "of-payments",
				new InjectionPoint("rabbit", Direction.CONSUME, "payments"));
		AtomicBoolean finished = new AtomicBoolean();
		Runnable sending = () -> {
			while (!finished.get()) {
				for (InjectionPoint point : points.values()) {
					Injection injection = this.chaos.injector().decide(point, Letter.ACCESS, LETTER);
					if (injection != null) {
						injection.carryOut(Postman.RELIABLE, LETTER);
					}
				}
			}
		};
		Future<?> one = this.threads.submit(sending);
		Future<?> other = this.threads.submit(sending);
		for (int i = 0; i < 1_000; i++) {
			ChaosPlan next = (i % 2 == 0) ? orders : payments;
			this.chaos.update((plan) -> next);
		}
		int heardBefore = this.heard.injected().size();
		await().until(() -> this.heard.injected().size() > heardBefore);
		finished.set(true);
		one.get();
		other.get();
		assertThat(this.heard.injected()).allSatisfy((event) -> {
			assertThat(event.point()).isSameAs(points.get(event.behavior()));
			assertThat("of-" + event.group()).isEqualTo(event.behavior());
		});
	}

	@Test
	void changesOfSeveralThreadsAreAllKept() throws Exception {
		Future<?> one = this.threads.submit(() -> addTargetGroups("one"));
		Future<?> other = this.threads.submit(() -> addTargetGroups("other"));
		one.get();
		other.get();
		Set<String> groups = this.chaos.plan().targetGroups();
		assertThat(groups).hasSize(1_000);
		assertThat(this.heard.changes()).hasSize(1_000);
	}

	private void addTargetGroups(String prefix) {
		for (int i = 0; i < 500; i++) {
			this.chaos.addTargetGroup(prefix + "-" + i);
		}
	}

	private static boolean uninterrupted(CountDownLatch latch) {
		try {
			return latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
