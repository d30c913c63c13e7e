package org.chaosspring.engine;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.chaosspring.Forgotten;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class HeldMessagesTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(20);

	private final ChaosTimer timer = new ChaosTimer("held-messages");

	private final List<String> left = new CopyOnWriteArrayList<>();

	private final List<HeldMessages<String>> closed = new ArrayList<>();

	private final AtomicBoolean full = new AtomicBoolean();

	private final HeldMessages<String> held = new HeldMessages<>(this.timer, this.left::add, String::length,
			this.full::get, this.closed::add);

	@AfterEach
	void close() {
		this.timer.close();
	}

	@Test
	void aMessageLeavesWhenItIsDueAndNotBefore() {
		long before = System.nanoTime();
		this.held.hold("a", null, Duration.ofMillis(50));
		assertThat(this.held.size()).isEqualTo(1);
		await().until(() -> this.held.size() == 0);
		await().until(() -> this.left.size() == 1);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
		assertThat(this.left).containsExactly("a");
	}

	@Test
	void aMessageThatIsDueAtOnceLeavesAtOnce() {
		this.held.hold("a", null, Duration.ZERO);
		assertThat(this.left).containsExactly("a");
		assertThat(this.held.size()).isZero();
	}

	@Test
	void messagesLeaveInTheOrderInWhichTheyAreDue() {
		this.held.hold("a", null, Duration.ofMillis(300));
		this.held.hold("b", null, Duration.ofMillis(100));
		this.held.hold("c", "lane", Duration.ofMillis(200));
		this.held.hold("d", null, LONG);
		await().until(() -> this.left.size() == 3);
		assertThat(this.left).containsExactly("b", "c", "a");
		assertThat(this.held.size()).isEqualTo(1);
	}

	@Test
	void aMessageStaysWhileTheCauseStandsAndLeavesAfterwards() {
		AtomicBoolean cause = new AtomicBoolean(true);
		this.held.holdWhile("stays", null, LONG, cause::get);
		this.held.hold("leaves", null, LONG);
		this.held.releaseAll();
		assertThat(this.left).containsExactly("leaves");
		assertThat(this.held.size()).isOne();
		cause.set(false);
		this.held.releaseAll();
		assertThat(this.left).containsExactly("leaves", "stays");
		assertThat(this.held.size()).isZero();
	}

	@Test
	void aMessageWhoseCauseIsOverByThenLeavesAtOnce() {
		this.held.holdWhile("a", null, LONG, () -> false);
		this.held.holdWhile("b", "lane", LONG, () -> false);
		assertThat(this.left).containsExactly("a", "b");
		assertThat(this.held.size()).isZero();
	}

	@Test
	void aMessageWhoseCauseIsOverByThenOvertakesNoneOfItsLane() {
		AtomicBoolean cause = new AtomicBoolean(true);
		this.held.holdWhile("a", "lane", LONG, cause::get);
		this.held.holdWhile("b", "lane", LONG, () -> false);
		this.held.releaseAll();
		assertThat(this.left).isEmpty();
		cause.set(false);
		this.held.releaseAll();
		assertThat(this.left).containsExactly("a", "b");
	}

	@Test
	void aMessageLeavesAtItsLimitAlthoughTheCauseStands() {
		this.held.holdWhile("a", null, SHORT, () -> true);
		await().until(() -> this.left.size() == 1);
		assertThat(this.held.size()).isZero();
	}

	@Test
	void messagesOfALaneStayBehindOneThatStays() {
		AtomicBoolean cause = new AtomicBoolean(true);
		this.held.holdWhile("a", "lane", LONG, cause::get);
		this.held.hold("b", "lane", SHORT);
		this.held.follow("c", "lane", () -> {
		});
		this.held.releaseAll();
		assertThat(this.left).isEmpty();
		cause.set(false);
		this.held.releaseAll();
		assertThat(this.left).containsExactly("a", "b", "c");
	}

	@Test
	void whatStaysLeavesWithTheClose() {
		this.held.holdWhile("a", null, LONG, () -> true);
		this.held.close();
		assertThat(this.left).containsExactly("a");
	}

	@Test
	void messagesOfOneLaneLeaveInTheOrderInWhichTheyCame() {
		this.held.hold("a", "lane", Duration.ofMillis(100));
		this.held.hold("b", "lane", Duration.ofMillis(1));
		this.held.hold("c", "lane", Duration.ZERO);
		this.held.hold("overtakes", "other lane", Duration.ofMillis(1));
		assertThat(this.left).doesNotContain("a", "b", "c");
		await().until(() -> this.left.size() == 4);
		assertThat(this.left).containsExactly("overtakes", "a", "b", "c");
	}

	@Test
	void aMessageFollowsThoseOfItsLane() {
		this.held.hold("a", "lane", SHORT);
		this.held.follow("b", "lane", () -> this.left.add("b is held"));
		assertThat(this.held.size()).isEqualTo(2);
		await().until(() -> this.left.size() == 3);
		assertThat(this.left).containsExactly("b is held", "a", "b");
	}

	@Test
	void aMessageIsNotHeldIfItsLaneIsFree() {
		this.held.hold("a", "other lane", LONG);
		this.held.hold("b", null, LONG);
		this.held.follow("c", "lane", () -> this.left.add("c is held"));
		this.held.hold("d", "lane", Duration.ZERO);
		this.held.follow("e", "lane", () -> this.left.add("e is held"));
		assertThat(this.left).containsExactly("d");
		assertThat(this.held.size()).isEqualTo(2);
	}

	@Test
	void everythingIsReleasedInTheOrderInWhichItWouldHaveLeft() {
		this.held.hold("a", "lane", Duration.ofHours(3));
		this.held.hold("b", null, Duration.ofHours(2));
		this.held.reorder("c", "window", reordering(5, Duration.ofHours(1)));
		this.held.hold("d", "lane", Duration.ofHours(1));
		this.held.hold("e", null, Duration.ofHours(4));
		this.held.releaseAll();
		assertThat(this.left).containsExactly("c", "b", "a", "d", "e");
		assertThat(this.held.size()).isZero();
		this.held.releaseAll();
		assertThat(this.left).hasSize(5);
	}

	@Test
	void whatIsWithdrawnDoesNotLeave() {
		this.held.hold("a", "lane", Duration.ofHours(3));
		this.held.hold("b", null, SHORT);
		this.held.reorder("c", "window", reordering(5, Duration.ofHours(1)));
		assertThat(this.held.withdrawAll()).containsExactly("b", "c", "a");
		assertThat(this.held.size()).isZero();
		assertThat(this.held.withdrawAll()).isEmpty();
		this.held.follow("d", "lane", () -> this.left.add("d is held"));
		this.held.hold("e", null, Duration.ofMillis(2 * SHORT.toMillis()));
		await().until(() -> this.left.size() == 1);
		assertThat(this.left).containsExactly("e");
	}

	@Test
	void everythingLeavesWhenTheClientIsClosed() {
		this.held.hold("a", "lane", LONG);
		this.held.reorder("b", "window", reordering(5, LONG));
		this.held.close();
		assertThat(this.left).containsExactlyInAnyOrder("a", "b");
		assertThat(this.closed).containsExactly(this.held);
	}

	@Test
	void whatComesAfterTheCloseLeavesAtOnce() {
		this.held.close();
		this.held.hold("a", null, LONG);
		this.held.hold("b", "lane", LONG);
		this.held.follow("c", "lane", () -> this.left.add("c is held"));
		this.held.reorder("d", "window", reordering(5, LONG));
		this.held.reorder("e", "window", reordering(5, LONG));
		assertThat(this.left).containsExactly("a", "b", "d", "e");
		assertThat(this.held.size()).isZero();
	}

	@Test
	void messagesLeaveAtOnceWhenNoThreadIsThereToWait() {
		this.timer.close();
		this.held.hold("a", null, LONG);
		this.held.reorder("b", "window", reordering(5, LONG));
		assertThat(this.left).containsExactly("a", "b");
		assertThat(this.held.size()).isZero();
	}

	@Test
	void aFullWindowLeavesAtOnceInAnotherOrder() {
		List<String> messages = IntStream.range(0, 5).mapToObj(String::valueOf).toList();
		messages.subList(0, 4).forEach((message) -> this.held.reorder(message, "window", reordering(5, LONG)));
		assertThat(this.left).isEmpty();
		assertThat(this.held.size()).isEqualTo(4);
		this.held.reorder("4", "window", reordering(5, LONG));
		assertThat(this.left).containsExactlyInAnyOrderElementsOf(messages).isNotEqualTo(messages);
		assertThat(this.held.size()).isZero();
	}

	@Test
	void aWindowOfTwoChangesThemOver() {
		this.held.reorder("a", "window", reordering(2, LONG));
		this.held.reorder("b", "window", reordering(2, LONG));
		assertThat(this.left).containsExactly("b", "a");
	}

	@Test
	void theSeedOfTheFirstMessageDrawsTheOrder() {
		List<String> messages = IntStream.range(0, 20).mapToObj(String::valueOf).toList();
		for (int i = 0; i < 20; i++) {
			this.held.reorder(messages.get(i), "window", new Effect.Reordering(20, LONG, 7 + i));
		}
		assertThat(this.left).isEqualTo(Shuffle.reorder(messages, new SplittableRandom(7)));
	}

	@Test
	void aWindowThatDoesNotFillLeavesAfterItsTime() {
		long before = System.nanoTime();
		this.held.reorder("a", "window", reordering(5, Duration.ofMillis(50)));
		this.held.reorder("b", "window", reordering(5, LONG));
		await().until(() -> this.left.size() == 2);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
		assertThat(this.left).containsExactly("b", "a");
		assertThat(this.held.size()).isZero();
	}

	@Test
	void aSingleMessageLeavesItsWindowAfterItsTime() {
		this.held.reorder("a", "window", reordering(5, SHORT));
		await().until(() -> this.left.size() == 1);
		assertThat(this.left).containsExactly("a");
	}

	@Test
	void windowsFillEachForItself() {
		this.held.reorder("a", "one", reordering(2, LONG));
		this.held.reorder("b", "other", reordering(2, LONG));
		assertThat(this.left).isEmpty();
		this.held.reorder("c", "one", reordering(2, LONG));
		assertThat(this.left).containsExactly("c", "a");
		this.held.reorder("d", "other", reordering(2, LONG));
		assertThat(this.left).containsExactly("c", "a", "d", "b");
	}

	@Test
	void theTimeOfAWindowThatWasFullDoesNotEndTheNextOne() {
		this.held.reorder("a", "window", reordering(2, SHORT));
		this.held.reorder("b", "window", reordering(2, SHORT));
		this.held.reorder("c", "window", reordering(2, LONG));
		await().during(SHORT.multipliedBy(3)).until(() -> this.held.size() == 1);
		assertThat(this.left).containsExactly("b", "a");
		this.held.releaseAll();
		assertThat(this.left).containsExactly("b", "a", "c");
	}

	@Test
	void nothingRemainsOfAWindowThatWasFull() {
		WeakReference<Object> key = fillWindow();
		Forgotten.await(key);
		assertThat(this.left).containsExactly("b", "a");
	}

	@Test
	void everyMessageLeavesExactlyOnceAndInTheOrderOfItsLaneWhateverHappensAtATime() throws Exception {
		int lanes = 4;
		int messages = 2_500;
		List<Integer> out = Collections.synchronizedList(new ArrayList<>());
		AtomicInteger releasing = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		HeldMessages<Integer> numbers = new HeldMessages<>(this.timer, (number) -> {
			most.accumulateAndGet(releasing.incrementAndGet(), Math::max);
			out.add(number);
			releasing.decrementAndGet();
		}, (number) -> 1, () -> false, (any) -> {
		});
		ExecutorService threads = Executors.newFixedThreadPool(lanes + 1);
		try {
			List<Future<?>> holders = IntStream.range(0, lanes).<Future<?>>mapToObj((lane) -> threads.submit(() -> {
				SplittableRandom random = new SplittableRandom(lane);
				for (int i = 0; i < messages; i++) {
					numbers.hold(lane * messages + i, lane, Duration.ofNanos(random.nextInt(5_000_000)));
					numbers.reorder(-1 - lane * messages - i, "window-" + i % 3, reordering(5, SHORT));
				}
			})).toList();
			List<Integer> withdrawn = new ArrayList<>();
			while (!holders.stream().allMatch(Future::isDone)) {
				numbers.releaseAll();
				withdrawn.addAll(numbers.withdrawAll());
			}
			for (Future<?> holder : holders) {
				holder.get();
			}
			await().until(() -> numbers.size() == 0);
			await().until(() -> out.size() + withdrawn.size() >= 2 * lanes * messages);
			assertThat(Stream.concat(out.stream(), withdrawn.stream()).sorted())
				.containsExactlyElementsOf(IntStream.range(-lanes * messages, lanes * messages).boxed().toList());
			for (int lane = 0; lane < lanes; lane++) {
				int from = lane * messages;
				assertThat(out.stream().filter((number) -> number >= from && number < from + messages)).isSorted();
			}
			assertThat(most).hasValue(1);
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void theSizeOfWhatIsHeldIsKnown() {
		this.held.hold("four", null, LONG);
		this.held.hold("three", "lane", LONG);
		this.held.reorder("ten", "window", reordering(5, LONG));
		assertThat(this.held.bytes()).isEqualTo(12);
		assertThat(this.held.withdrawAll()).hasSize(3);
		assertThat(this.held.bytes()).isZero();
	}

	@Test
	void whenNoMoreMayBeHeldThenALaneLeavesInsteadOfGrowing() {
		this.held.hold("a", "lane", LONG);
		this.held.follow("b", "lane", () -> this.left.add("b is told to wait"));
		this.full.set(true);
		this.held.follow("c", "lane", () -> this.left.add("c is told to wait"));
		assertThat(this.left).containsExactly("b is told to wait", "a", "b");
		assertThat(this.held.size()).isZero();
	}

	@Test
	void whenNoMoreMayBeHeldThenOnlyThatLaneLeavesAndWhateverHoldsIt() {
		this.held.holdWhile("a", "lane", LONG, () -> true);
		this.held.hold("x", "another lane", LONG);
		this.held.holdWhile("b", "lane", LONG, () -> true);
		this.held.hold("y", null, LONG);
		this.full.set(true);
		this.held.follow("c", "lane", () -> this.left.add("c is told to wait"));
		assertThat(this.left).containsExactly("a", "b");
		assertThat(this.held.withdrawAll()).containsExactly("x", "y");
	}

	@Test
	void whenNoMoreMayBeHeldThenWhatFollowsNothingChangesNothing() {
		this.held.hold("a", "lane", LONG);
		this.full.set(true);
		this.held.follow("b", "another lane", () -> this.left.add("b is told to wait"));
		assertThat(this.left).isEmpty();
		assertThat(this.held.size()).isOne();
	}

	@Test
	void allClientsAreCountedAndReleasedTogether() {
		AtomicInteger afterRelease = new AtomicInteger();
		try (Holds holds = new Holds(afterRelease::incrementAndGet, () -> false)) {
			HeldMessages<String> one = holds.open(this.left::add, String::length);
			HeldMessages<String> other = holds.open(this.left::add, String::length);
			one.hold("a", null, LONG);
			other.hold("b", null, LONG);
			other.hold("c", null, LONG);
			assertThat(holds.size()).isEqualTo(3);
			assertThat(holds.bytes()).isEqualTo(3);
			other.close();
			assertThat(holds.size()).isEqualTo(1);
			holds.releaseAll();
			assertThat(this.left).containsExactly("b", "c", "a");
			assertThat(afterRelease).hasValue(1);
		}
	}

	@Test
	void nothingIsLostWhenABrokerHangsWhileTheApplicationShutsDown() throws Exception {
		CountDownLatch hangs = new CountDownLatch(1);
		CountDownLatch brokerIsBack = new CountDownLatch(1);
		Holds holds = new Holds(() -> {
		}, () -> false);
		HeldMessages<String> client = holds.open((message) -> {
			hangs.countDown();
			awaitOrGiveUp(brokerIsBack);
			this.left.add(message);
		}, String::length);
		client.hold("a", null, LONG);
		client.hold("b", null, Duration.ofMillis(1));
		hangs.await();
		holds.close();
		holds.releaseAll();
		assertThat(this.left).isEmpty();
		brokerIsBack.countDown();
		await().until(() -> this.left.size() == 2);
		assertThat(this.left).containsExactly("b", "a");
	}

	@Test
	void aMessageThatLeavesIsNotOvertakenAndHoldsNobodyUpForever() throws Exception {
		CountDownLatch hangs = new CountDownLatch(1);
		CountDownLatch brokerIsBack = new CountDownLatch(1);
		try (Holds holds = new Holds(() -> {
		}, () -> false)) {
			HeldMessages<String> client = holds.open((message) -> {
				hangs.countDown();
				awaitOrGiveUp(brokerIsBack);
				this.left.add(message);
			}, String::length);
			assertThat(client.isIdle()).isTrue();
			client.hold("a", "lane", Duration.ofMillis(1));
			hangs.await();
			assertThat(client.size()).isZero();
			assertThat(client.isIdle()).isFalse();
			holds.releaseAll();
			assertThat(this.left).isEmpty();
			brokerIsBack.countDown();
			client.follow("b", "lane", () -> this.left.add("b is told to wait"));
			assertThat(this.left).containsExactly("a");
			assertThat(client.isIdle()).isTrue();
		}
	}

	@Test
	void aTaskThatComesAfterTheCloseRunsAtOnce() {
		Holds holds = new Holds(() -> {
		}, () -> false);
		holds.later(() -> this.left.add("on the thread of the timer"));
		await().until(() -> this.left.size() == 1);
		holds.close();
		holds.later(() -> this.left.add("at once"));
		assertThat(this.left).containsExactly("on the thread of the timer", "at once");
	}

	private static void awaitOrGiveUp(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private WeakReference<Object> fillWindow() {
		Object key = new Object();
		this.held.reorder("a", key, reordering(2, LONG));
		this.held.reorder("b", key, reordering(2, LONG));
		return new WeakReference<>(key);
	}

	private static Effect.Reordering reordering(int window, Duration maxHold) {
		return new Effect.Reordering(window, maxHold, 42);
	}

}
