package org.chaosspring.behavior;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Damage;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.Letter;
import org.chaosspring.engine.MessageView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CorruptionTests {

	private static final List<Integer> SIZES = List.of(1, 2, 3, 7, 64, 1_000);

	private static final List<Integer> COUNTS = List.of(1, 2, 5, 64, 2_000);

	private final SplittableRandom random = new SplittableRandom(42);

	@Test
	void aBitFlipChangesOneBitInEachOfSoManyNeighboringBytes() {
		damage("bit-flip", (original, damaged, count) -> {
			assertThat(damaged).hasSameSizeAs(original);
			BitSet changed = changedBytes(original, damaged);
			assertNeighbors(changed, Math.min(count, original.length));
			changed.stream()
				.forEach((i) -> assertThat(Integer.bitCount((original[i] ^ damaged[i]) & 0xff)).isEqualTo(1));
		});
	}

	@Test
	void everyBitMayFlip() {
		Set<Integer> flipped = new HashSet<>();
		for (int i = 0; i < 1_000; i++) {
			byte[] damaged = damage("bit-flip", 1).apply(new byte[4]);
			flipped.add(BitSet.valueOf(damaged).nextSetBit(0));
		}
		assertThat(flipped).hasSize(4 * Byte.SIZE);
	}

	@Test
	void aTruncatedMessageLacksSoManyBytesAtTheEnd() {
		damage("truncate", (original, damaged, count) -> assertThat(damaged)
			.isEqualTo(Arrays.copyOf(original, Math.max(0, original.length - count))));
	}

	@Test
	void garbageReplacesSoManyNeighboringBytesByOthers() {
		damage("garbage", (original, damaged, count) -> {
			assertThat(damaged).hasSameSizeAs(original);
			assertNeighbors(changedBytes(original, damaged), Math.min(count, original.length));
		});
	}

	@Test
	void garbageMayBeAnyOtherByte() {
		Set<Byte> garbage = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			garbage.add(damage("garbage", 1).apply(new byte[] { 7 })[0]);
		}
		assertThat(garbage).hasSize(255).doesNotContain((byte) 7);
	}

	@Test
	void ofAnEmptiedMessageNothingIsLeft() {
		damage("empty", (original, damaged, count) -> assertThat(damaged).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "bit-flip", "truncate", "garbage", "empty" })
	void whatIsEmptyStaysEmpty(String mode) {
		assertThat(damage(mode, 1).apply(new byte[0])).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bit-flip", "truncate", "garbage", "empty" })
	void theSameDamageDoneTwiceIsTheSame(String mode) {
		Damage damage = damage(mode, 3);
		byte[] original = bytes(100);
		assertThat(damage.apply(original)).isEqualTo(damage.apply(original)).isNotEqualTo(original);
	}

	@Test
	void everyMessageIsDamagedInItsOwnWay() {
		byte[] original = bytes(1_000);
		assertThat(damage("bit-flip", 5).apply(original)).isNotEqualTo(damage("bit-flip", 5).apply(original));
	}

	@Test
	void headersAreDamagedInsteadIfThatIsAskedFor() {
		assertThat(effect(Map.of()).headers()).isFalse();
		assertThat(effect(Map.of("headers", true)).headers()).isTrue();
	}

	private void damage(String mode, Check check) {
		for (int size : SIZES) {
			for (int count : COUNTS) {
				for (int i = 0; i < 100; i++) {
					byte[] original = bytes(size);
					byte[] before = original.clone();
					byte[] damaged = damage(mode, count).apply(original);
					assertThat(original).isEqualTo(before);
					assertThat(damaged).isNotEqualTo(original);
					check.accept(original, damaged, count);
				}
			}
		}
	}

	private Damage damage(String mode, int count) {
		return effect(Map.of("mode", mode, "bytes", count)).damage();
	}

	private Effect.Corruption effect(Map<String, Object> parameters) {
		Behavior behavior = BehaviorCatalog.builtIn().create("corruption", parameters);
		return (Effect.Corruption) behavior.effect(MessageView.of(Letter.ACCESS, Letter.to("mailbox")), this.random);
	}

	private byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private static BitSet changedBytes(byte[] original, byte[] damaged) {
		BitSet changed = new BitSet();
		for (int i = 0; i < original.length; i++) {
			changed.set(i, original[i] != damaged[i]);
		}
		return changed;
	}

	private static void assertNeighbors(BitSet changed, int count) {
		assertThat(changed.cardinality()).isEqualTo(count);
		assertThat(changed.length() - changed.nextSetBit(0)).isEqualTo(count);
	}

	@FunctionalInterface
	private interface Check {

		void accept(byte[] original, byte[] damaged, int count);

	}

}
