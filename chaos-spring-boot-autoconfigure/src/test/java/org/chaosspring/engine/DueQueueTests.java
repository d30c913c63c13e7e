package org.chaosspring.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DueQueueTests {

	private final DueQueue<Visit> queue = new DueQueue<>();

	@Test
	void anEmptyQueueHasNoFirstEntry() {
		assertThat(this.queue.first()).isNull();
	}

	@Test
	void theFirstEntryStaysUntilItIsTakenOut() {
		Visit visit = add(1);
		assertThat(this.queue.first()).isSameAs(visit);
		assertThat(this.queue.first()).isSameAs(visit);
		this.queue.remove(visit);
		assertThat(this.queue.first()).isNull();
	}

	@Test
	void entriesComeInTheOrderInWhichTheyAreDue() {
		List<Visit> visits = addRandom(10_000, 1_000_000);
		visits.sort(Comparator.comparingLong(DueQueue.Entry::due));
		assertThat(takeAll()).containsExactlyElementsOf(visits);
	}

	@Test
	void entriesDueAtTheSameTimeComeInTheOrderInWhichTheyCame() {
		List<Visit> visits = addRandom(10_000, 10);
		visits.sort(Comparator.comparingLong(DueQueue.Entry::due));
		assertThat(takeAll()).containsExactlyElementsOf(visits);
	}

	@Test
	void theOrderHoldsWhereTheClockOverflows() {
		Visit later = add(Long.MIN_VALUE + 1);
		Visit sooner = add(Long.MAX_VALUE - 1);
		assertThat(takeAll()).containsExactly(sooner, later);
	}

	@Test
	void anEntryIsTakenOutWhereverItIs() {
		SplittableRandom random = new SplittableRandom(42);
		List<Visit> visits = addRandom(10_000, 1_000);
		for (int i = 0; i < 5_000; i++) {
			this.queue.remove(visits.remove(random.nextInt(visits.size())));
		}
		visits.sort(Comparator.comparingLong(DueQueue.Entry::due));
		assertThat(takeAll()).containsExactlyElementsOf(visits);
	}

	@Test
	void anEntryIsTakenOutOnce() {
		Visit visit = add(1);
		add(2);
		assertThat(this.queue.remove(visit)).isTrue();
		assertThat(this.queue.remove(visit)).isFalse();
		assertThat(this.queue.remove(new Visit(2))).isFalse();
		assertThat(takeAll()).hasSize(1);
	}

	@Test
	void allEntriesAreSeenInTheirOrder() {
		List<Visit> visits = addRandom(10_000, 1_000);
		visits.sort(Comparator.comparingLong(DueQueue.Entry::due));
		assertThat(this.queue.inOrder((any) -> true)).containsExactlyElementsOf(visits);
		assertThat(takeAll()).hasSize(10_000);
	}

	@Test
	void anEntryThatWasTakenOutMayComeAgain() {
		Visit visit = add(2);
		add(1);
		this.queue.remove(visit);
		this.queue.add(visit);
		assertThat(takeAll()).extracting(DueQueue.Entry::due).containsExactly(1L, 2L);
	}

	private List<Visit> addRandom(int visits, int times) {
		SplittableRandom random = new SplittableRandom(42);
		List<Visit> added = new ArrayList<>();
		for (int i = 0; i < visits; i++) {
			added.add(add(random.nextInt(times)));
		}
		return added;
	}

	private Visit add(long due) {
		Visit visit = new Visit(due);
		this.queue.add(visit);
		return visit;
	}

	private List<Visit> takeAll() {
		List<Visit> taken = new ArrayList<>();
		for (Visit visit = this.queue.first(); visit != null; visit = this.queue.first()) {
			this.queue.remove(visit);
			taken.add(visit);
		}
		return taken;
	}

	private static final class Visit extends DueQueue.Entry {

		private Visit(long due) {
			super(due);
		}

	}

}
