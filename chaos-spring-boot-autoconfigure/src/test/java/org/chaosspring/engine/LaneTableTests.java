package org.chaosspring.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LaneTableTests {

	private final LaneTable<Letter> table = new LaneTable<>();

	@Test
	void theLatestEntryStandsForItsLane() {
		Letter second = new Letter("b", 1);
		this.table.put(new Letter("a", 0));
		this.table.put(second);
		Letter latest = new Letter("a", 2);
		this.table.put(latest);
		assertThat(this.table.get("a")).isSameAs(latest);
		assertThat(this.table.get("b")).isSameAs(second);
		assertThat(this.table.get("c")).isNull();
	}

	@Test
	void onlyTheEntryThatStandsForALaneCanBeRemoved() {
		Letter first = new Letter("a", 0);
		Letter latest = new Letter("a", 1);
		this.table.put(first);
		this.table.put(latest);
		this.table.remove(first);
		assertThat(this.table.get("a")).isSameAs(latest);
		this.table.remove(latest);
		assertThat(this.table.get("a")).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 100_000 })
	void itAnswersLikeAMapHoweverManyLanesShareAHashCode(int hashCodes) {
		SplittableRandom random = new SplittableRandom(42);
		Map<Object, Letter> expected = new HashMap<>();
		for (int i = 0; i < 20_000; i++) {
			Lane lane = new Lane(random.nextInt((i / 5_000 % 2 == 0) ? 500 : 5), hashCodes);
			Letter known = expected.get(lane);
			if (known != null && random.nextInt(3) > 0) {
				expected.remove(lane);
				this.table.remove(known);
			}
			else {
				Letter letter = new Letter(lane, i);
				expected.put(lane, letter);
				this.table.put(letter);
			}
			assertThat(this.table.get(lane)).isSameAs(expected.get(lane));
		}
		for (int number = 0; number < 500; number++) {
			Lane lane = new Lane(number, hashCodes);
			assertThat(this.table.get(lane)).isSameAs(expected.get(lane));
		}
	}

	private record Letter(Object lane, int number) implements LaneTable.Entry {

	}

	private record Lane(int number, int hashCodes) {

		@Override
		public int hashCode() {
			return this.number % this.hashCodes;
		}

	}

}
