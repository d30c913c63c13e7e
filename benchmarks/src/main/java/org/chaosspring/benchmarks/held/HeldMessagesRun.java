package org.chaosspring.benchmarks.held;

import java.nio.file.Path;

import org.chaosspring.benchmarks.report.Figures;

/**
 * Measures what it takes to hold a million messages back.
 */
public final class HeldMessagesRun {

	private static final int MESSAGES = 1_000_000;

	private static final int MEASURED_IN_SHORT = 200_000;

	private HeldMessagesRun() {
	}

	/**
	 * Run the measurement.
	 * @param args the file for the figures, and {@code short} or {@code full}
	 * @throws InterruptedException if it is to end early
	 */
	public static void main(String[] args) throws InterruptedException {
		Figures figures = new Figures(Path.of(args[0]));
		new HeldMemory(figures, MESSAGES).measure();
		new ReleaseError(figures, MESSAGES, args[1].equals("full") ? MESSAGES : MEASURED_IN_SHORT).measure();
	}

}
