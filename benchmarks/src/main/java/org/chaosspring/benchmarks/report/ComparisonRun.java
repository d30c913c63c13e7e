package org.chaosspring.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Compares the benchmarks of two commits that were run in turns.
 */
public final class ComparisonRun {

	private ComparisonRun() {
	}

	/**
	 * Write the comparison.
	 * @param args the directory with the results of JMH, {@code 0-1.csv} of the first
	 * commit in the first round and so on; the table and the chart are written there
	 * @throws IOException if that fails
	 */
	public static void main(String[] args) throws IOException {
		Path directory = Path.of(args[0]);
		Map<String, List<Double>> ratios = new TreeMap<>();
		for (int round = 1; Files.exists(directory.resolve("1-" + round + ".csv")); round++) {
			Map<String, Double> first = scores(directory.resolve("0-" + round + ".csv"));
			Map<String, Double> second = scores(directory.resolve("1-" + round + ".csv"));
			first.keySet().retainAll(second.keySet());
			first.forEach((benchmark, score) -> ratios.computeIfAbsent(benchmark, (any) -> new ArrayList<>())
				.add(Objects.requireNonNull(second.get(benchmark)) / score));
		}
		Figures figures = new Figures(directory.resolve("figures.tsv"));
		ratios.forEach((benchmark, ofRounds) -> figures
			.add(new Figure("Second over first", benchmark, "", Spread.ofMedian(ofRounds), null)));
		ReportRun.main(new String[] { directory.resolve("figures.tsv").toString() });
	}

	/**
	 * Return the scores of the benchmarks, without those of profilers.
	 */
	private static Map<String, Double> scores(Path csv) throws IOException {
		List<String> lines = Files.readAllLines(csv);
		List<String> header = List.of(lines.get(0).split(",", -1));
		Map<String, Double> scores = new TreeMap<>();
		for (String line : lines.subList(1, lines.size())) {
			List<String> cells = List.of(line.split(",", -1));
			String benchmark = cells.get(0).replace("\"", "");
			String parameters = String.join(" ", cells.subList(header.indexOf("\"Unit\"") + 1, cells.size()));
			scores.put((benchmark.substring(benchmark.indexOf(".micro.") + 7) + " " + parameters).strip(),
					Double.valueOf(cells.get(header.indexOf("\"Score\""))));
		}
		return scores;
	}

}
