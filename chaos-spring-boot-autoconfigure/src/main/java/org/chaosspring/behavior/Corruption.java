package org.chaosspring.behavior;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.chaosspring.engine.Behavior;
import org.chaosspring.engine.Effect;
import org.chaosspring.engine.MessageView;
import org.chaosspring.parameter.Parameters;

/**
 * {@code corruption}: the serialized bytes are damaged.
 *
 * @param mode what is done to them
 * @param bytes how many bytes are concerned
 * @param headers whether the values of headers are damaged instead of the payload
 */
record Corruption(Mode mode, int bytes, boolean headers) implements Behavior {

	static final String NAME = "corruption";

	static Corruption from(Parameters given) {
		return new Corruption(given.choice("mode", Mode.BIT_FLIP), given.integer("bytes", 1, 1, 1_000_000),
				given.flag("headers", false));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Map<String, Object> parameters() {
		return Map.of("mode", Parameters.label(this.mode), "bytes", this.bytes, "headers", this.headers);
	}

	@Override
	public Effect effect(MessageView message, RandomGenerator random) {
		long seed = random.nextLong();
		return new Effect.Corruption((bytes) -> damage(bytes, new SplittableRandom(seed)), this.headers);
	}

	private byte[] damage(byte[] bytes, RandomGenerator random) {
		return this.mode.damage(bytes, Math.min(this.bytes, bytes.length), random);
	}

	/**
	 * What is done to the bytes.
	 */
	enum Mode {

		/**
		 * One bit changes in each of so many neighboring bytes.
		 */
		BIT_FLIP {

			@Override
			byte[] damage(byte[] bytes, int count, RandomGenerator random) {
				byte[] damaged = bytes.clone();
				int from = random.nextInt(bytes.length - count + 1);
				for (int i = from; i < from + count; i++) {
					damaged[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
				}
				return damaged;
			}

		},

		/**
		 * So many bytes are missing at the end.
		 */
		TRUNCATE {

			@Override
			byte[] damage(byte[] bytes, int count, RandomGenerator random) {
				return Arrays.copyOf(bytes, bytes.length - count);
			}

		},

		/**
		 * So many neighboring bytes are replaced by others.
		 */
		GARBAGE {

			@Override
			byte[] damage(byte[] bytes, int count, RandomGenerator random) {
				byte[] damaged = bytes.clone();
				int from = random.nextInt(bytes.length - count + 1);
				for (int i = from; i < from + count; i++) {
					damaged[i] ^= (byte) random.nextInt(1, 256);
				}
				return damaged;
			}

		},

		/**
		 * Nothing is left.
		 */
		EMPTY {

			@Override
			byte[] damage(byte[] bytes, int count, RandomGenerator random) {
				return new byte[0];
			}

		};

		/**
		 * Return a damaged copy.
		 * @param bytes the bytes
		 * @param count how many of them are concerned, at most all
		 * @param random the source of chance
		 */
		abstract byte[] damage(byte[] bytes, int count, RandomGenerator random);

	}

}
