package org.chaosspring.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.chaosspring.benchmarks.report.Bound;
import org.chaosspring.benchmarks.report.Figure;
import org.chaosspring.benchmarks.report.Figures;
import org.chaosspring.benchmarks.report.Spread;

/**
 * Starts an application with and without the starter, in turns.
 */
public final class StartUpRun {

	private static final String PART = "Start-up";

	private static final String LIBRARY = "chaos-spring-boot-autoconfigure-";

	private static final int PAIRS_IN_SHORT = 4;

	private static final int PAIRS_IN_FULL = 60;

	private StartUpRun() {
	}

	/**
	 * Run the measurement.
	 * @param args the file for the figures, {@code short} or {@code full}, the directory
	 * of these classes, and the file with the class path of applications
	 * @throws IOException if a process cannot be started
	 * @throws InterruptedException if the measurement is to end early
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Figures figures = new Figures(Path.of(args[0]));
		List<Path> with = Stream
			.concat(Stream.of(args[2]), Stream.of(Files.readString(Path.of(args[3])).strip().split(File.pathSeparator)))
			.map(Path::of)
			.toList();
		List<Path> without = with.stream().filter((path) -> !isOfStarter(path)).toList();
		measure(figures, with, without, args[1].equals("full") ? PAIRS_IN_FULL : PAIRS_IN_SHORT);
		for (Path jar : with.stream().filter((path) -> path.getFileName().toString().startsWith(LIBRARY)).toList()) {
			figures.add(PART, "size of the library", "KiB", Files.size(jar) / 1024.0, null);
			figures.add(PART, "classes in the library", "", (double) classes(jar), null);
		}
	}

	private static boolean isOfStarter(Path path) {
		return path.getFileName().toString().startsWith("chaos-spring-boot-");
	}

	private static void measure(Figures figures, List<Path> with, List<Path> without, int pairs)
			throws IOException, InterruptedException {
		List<Double> ratios = new ArrayList<>();
		List<Double> millis = new ArrayList<>();
		List<Double> classes = new ArrayList<>();
		StartUp.of(with);
		StartUp.of(without);
		for (int i = 0; i < pairs; i++) {
			StartUp first = StartUp.of((i % 2 == 0) ? without : with);
			StartUp second = StartUp.of((i % 2 == 0) ? with : without);
			StartUp bare = (i % 2 == 0) ? first : second;
			StartUp started = (i % 2 == 0) ? second : first;
			ratios.add(started.millis() / bare.millis());
			millis.add(bare.millis());
			classes.add(started.classes() - bare.classes());
		}
		figures.add(new Figure(PART, "without the starter", "ms", Spread.ofMedian(millis), null));
		figures.add(new Figure(PART, "with the starter over without", "", Spread.ofMedian(ratios), Bound.atMost(1.03)));
		figures.add(new Figure(PART, "classes loaded more", "", Spread.ofMedian(classes), null));
	}

	private static long classes(Path jar) throws IOException {
		try (JarFile file = new JarFile(jar.toFile())) {
			return file.stream().filter((entry) -> entry.getName().endsWith(".class")).count();
		}
	}

}
