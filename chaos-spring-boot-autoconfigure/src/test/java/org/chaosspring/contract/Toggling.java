package org.chaosspring.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

import org.chaosspring.behavior.BehaviorCatalog;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Switches chaos on and off while two threads send: load, but as much on a slow machine
 * as on a fast one. Off means off each time.
 */
public final class Toggling {

	private static final int AT_A_TIME = 20;

	private final ConfigurableChaosMiddleware chaos;

	private final IntSupplier faults;

	private final Consumer<String> sender;

	private final AtomicBoolean running = new AtomicBoolean(true);

	private final Semaphore allowance = new Semaphore(0);

	private final Queue<String> sent = new ConcurrentLinkedQueue<>();

	/**
	 * Create a load.
	 * @param chaos what is switched
	 * @param faults counts the faults so far
	 * @param sender sends a message of an id; safe for several threads
	 */
	public Toggling(ConfigurableChaosMiddleware chaos, IntSupplier faults, Consumer<String> sender) {
		this.chaos = chaos;
		this.faults = faults;
		this.sender = sender;
	}

	/**
	 * Switch on and off, and leave it off.
	 * @param times how often
	 * @return the ids of all messages sent
	 * @throws InterruptedException if the thread is interrupted
	 */
	public List<String> run(int times) throws InterruptedException {
		List<Thread> senders = Stream.of("a", "b").map((prefix) -> new Thread(() -> send(prefix))).toList();
		senders.forEach(Thread::start);
		for (int i = 0; i < times; i++) {
			this.chaos.update((plan) -> everything().switchedOn(null));
			allowThrough();
			this.chaos.disable();
			int whenOff = this.faults.getAsInt();
			assertThat(this.chaos.held()).isZero();
			allowThrough();
			assertThat(this.faults.getAsInt()).as("faults while off").isEqualTo(whenOff);
		}
		this.running.set(false);
		this.allowance.release(senders.size());
		for (Thread thread : senders) {
			thread.join();
		}
		return List.copyOf(this.sent);
	}

	private void send(String prefix) {
		for (int i = 0; this.running.get(); i++) {
			this.allowance.acquireUninterruptibly();
			String id = prefix + i;
			this.sent.add(id);
			this.sender.accept(id);
		}
	}

	/**
	 * Let the senders send on, and return in the midst of it.
	 */
	private void allowThrough() {
		this.allowance.release(AT_A_TIME);
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> this.allowance.availablePermits() < AT_A_TIME / 2);
	}

	/**
	 * Everything that can be accounted for by the ids of the messages.
	 * @return a plan that hits half of the messages
	 */
	static ChaosPlan everything() {
		BehaviorCatalog catalog = BehaviorCatalog.builtIn();
		return ChaosPlan.DEFAULT.withFailureRate(0.5)
			.withBehavior(catalog.create("network-delay", Map.of("delay", "1ms", "max-delay", "5ms")), 0.5)
			.withBehavior(catalog.create("reordering", Map.of("window", 3, "max-hold", "10ms")), 0.5)
			.withBehavior(catalog.create("duplication", Map.of()), 0.5)
			.withBehavior(catalog.create("message-loss", Map.of()), 0.5);
	}

}
