package org.chaosspring.safety;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Makes enabling impossible and stops what runs, from outside of everything that chaos or
 * the application do. It is engaged while one of its sources, or the application itself,
 * says so. Thread-safe.
 */
public final class KillSwitch implements Gate {

	/**
	 * The cause of a halt by this switch.
	 */
	public static final String CAUSE = "kill-switch";

	private final List<Source> sources;

	private volatile @Nullable String engagedHere;

	/**
	 * Create a switch.
	 * @param sources looked at each time when somebody asks
	 */
	public KillSwitch(Source... sources) {
		this.sources = List.of(sources);
	}

	/**
	 * Engage the switch until it is released.
	 * @param reason why, one phrase
	 */
	public void engage(String reason) {
		this.engagedHere = Objects.requireNonNull(reason, "reason");
	}

	/**
	 * Take back {@link #engage(String)}. The sources stay in force.
	 */
	public void release() {
		this.engagedHere = null;
	}

	/**
	 * Return whether the switch is engaged.
	 * @return by what, one phrase, or {@code null} if it is not
	 */
	public @Nullable String engagedBy() {
		String engaged = this.engagedHere;
		for (int i = 0; engaged == null && i < this.sources.size(); i++) {
			engaged = this.sources.get(i).engaged();
		}
		return engaged;
	}

	@Override
	public @Nullable String closed() {
		String engaged = engagedBy();
		return (engaged != null) ? "while the kill switch is engaged: " + engaged : null;
	}

	/**
	 * Engage a switch by a file that exists, whatever it holds. A file that cannot be
	 * looked for counts as there.
	 * @param file the file
	 * @return the source
	 */
	public static Source file(Path file) {
		return () -> Files.notExists(file) ? null : "the file " + file + " exists";
	}

	/**
	 * Something outside that can engage a switch.
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * Have a look. Called several times a second; must not block.
		 * @return what engages the switch, one phrase, or {@code null} for nothing
		 */
		@Nullable String engaged();

	}

}
