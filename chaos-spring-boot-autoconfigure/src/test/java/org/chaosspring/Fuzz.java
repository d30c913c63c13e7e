package org.chaosspring;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Cases made by chance, the same ones for the same seed. The seed is printed with each
 * run and with each case that fails; {@code -Dfuzz.seed=} repeats it.
 */
public final class Fuzz {

	private static final Logger LOG = LoggerFactory.getLogger("fuzz");

	private static final List<String> INJECTIONS = List.of("#{T(java.lang.Runtime).getRuntime()}", "${java.class.path}",
			"${jndi:ldap://localhost:1/a}", "classpath:application.yaml", "file:///etc/passwd", "../../etc/passwd",
			Canary.NAME, "!!" + Canary.NAME + " []", "<script>alert(1)</script>", "'; DROP TABLE orders; --",
			"a\r\nSet-Cookie: a=b", "\u0000", "\u202e", "\ud83d\ude00", "%00", "%2e%2e", "");

	private final SplittableRandom random;

	private Fuzz(long seed) {
		this.random = new SplittableRandom(seed);
	}

	/**
	 * Try many cases.
	 * @param tries how many
	 * @param property makes a case, and throws an error if it does not come out right
	 */
	public static void run(int tries, Consumer<Fuzz> property) {
		long seed = Long.getLong("fuzz.seed", System.nanoTime());
		LOG.info("{} cases of -Dfuzz.seed={}", tries, seed);
		SplittableRandom seeds = new SplittableRandom(seed);
		for (int i = 0; i < tries; i++) {
			Fuzz fuzz = new Fuzz(seeds.nextLong());
			assertThatCode(() -> property.accept(fuzz)).as("case %d of -Dfuzz.seed=%d", i, seed)
				.doesNotThrowAnyException();
		}
	}

	/**
	 * Return whether a class was loaded because its name was given.
	 * @return whether it was
	 */
	public static boolean canaryWasLoaded() {
		return System.getProperty(Canary.NAME) != null;
	}

	public int number(int bound) {
		return this.random.nextInt(bound);
	}

	public double fraction() {
		return this.random.nextDouble();
	}

	public long anyLong() {
		return this.random.nextLong();
	}

	public boolean chance(int percent) {
		return number(100) < percent;
	}

	public <T> T oneOf(List<? extends T> values) {
		return values.get(number(values.size()));
	}

	/**
	 * Return text that tries to be read as something else.
	 * @return the text
	 */
	public String injection() {
		return oneOf(INJECTIONS);
	}

	/**
	 * Return any text, of characters that can be encoded.
	 * @param maxLength how long at most
	 * @return the text
	 */
	public String text(int maxLength) {
		int[] points = this.random.ints(number(maxLength + 1), 0, chance(50) ? 0x80 : 0x11000)
			.filter((point) -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
			.toArray();
		return new String(points, 0, points.length);
	}

	/**
	 * Damage text somewhere.
	 * @param text the text
	 * @return the text with something left out, and something else put in
	 */
	public String damaged(String text) {
		int from = number(text.length() + 1);
		int to = Math.min(text.length(), from + number(4));
		return text.substring(0, from) + (chance(50) ? text(3) : injection()) + text.substring(to);
	}

	/**
	 * Notices when it is loaded.
	 */
	static final class Canary {

		static final String NAME = "org.chaosspring.Fuzz$Canary";

		static {
			System.setProperty(NAME, "loaded");
		}

	}

}
