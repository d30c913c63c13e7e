package org.chaosspring.threads;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Threads that all do the same and are held in the midst of it: more of them than there
 * are carriers for virtual threads.
 */
public final class Crowd {

	/** Virtual threads have as many carriers as there are processors, unless told. */
	private static final int CARRIERS = Integer.getInteger("jdk.virtualThreadScheduler.parallelism",
			Runtime.getRuntime().availableProcessors());

	private static final Set<Thread.State> HELD = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ThreadFactory factory;

	private final List<Thread> threads;

	private final Map<Thread, Throwable> failures = new ConcurrentHashMap<>();

	private final Queue<Thread> returned = new ConcurrentLinkedQueue<>();

	private Crowd(ThreadFactory factory, IntConsumer task) {
		this.factory = factory;
		this.threads = IntStream.range(0, size()).mapToObj((i) -> factory.newThread(() -> {
			try {
				task.accept(i);
				this.returned.add(Thread.currentThread());
			}
			catch (RuntimeException | Error ex) {
				this.failures.put(Thread.currentThread(), ex);
			}
		})).toList();
	}

	/**
	 * Return how many threads a crowd has.
	 * @return more than there are carriers
	 */
	public static int size() {
		return 2 * CARRIERS + 4;
	}

	/**
	 * Start the threads, the first one before all others, and wait until they are held.
	 * @param factory makes the threads
	 * @param task what each does, given its number
	 * @return the crowd
	 */
	public static Crowd held(ThreadFactory factory, IntConsumer task) {
		Crowd crowd = new Crowd(factory, task);
		crowd.startAndAwaitHeld(crowd.threads.subList(0, 1));
		crowd.startAndAwaitHeld(crowd.threads.subList(1, crowd.threads.size()));
		crowd.assertOthersAdvance();
		return crowd;
	}

	private void startAndAwaitHeld(List<Thread> some) {
		some.forEach(Thread::start);
		await().atMost(LIMIT)
			.during(Duration.ofMillis(100))
			.untilAsserted(() -> assertThat(some).as("threads, which threw %s", this.failures)
				.extracting(Thread::getState)
				.allMatch(HELD::contains));
	}

	/**
	 * Assert that another thread of the same kind gets a turn although these are held.
	 */
	private void assertOthersAdvance() {
		Thread other = this.factory.newThread(() -> {
		});
		other.start();
		assertThat(hasEnded(other)).as("another thread advances").isTrue();
	}

	/**
	 * Interrupt one of the threads, and wait for its end, which the others do not share.
	 */
	public void interruptOne() {
		Thread one = this.threads.get(this.threads.size() - 1);
		one.interrupt();
		assertThat(hasEnded(one)).as("the thread that was interrupted ends").isTrue();
		assertThat(this.threads.subList(0, this.threads.size() - 1)).as("threads, which threw %s", this.failures)
			.allMatch(Thread::isAlive);
	}

	/**
	 * Wait for the end of all threads.
	 * @return how many of them did what they should without an exception
	 */
	public int awaitEnd() {
		assertThat(this.threads).as("threads end").allMatch(Crowd::hasEnded);
		return this.returned.size();
	}

	private static boolean hasEnded(Thread thread) {
		try {
			thread.join(LIMIT.toMillis());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return !thread.isAlive();
	}

}
