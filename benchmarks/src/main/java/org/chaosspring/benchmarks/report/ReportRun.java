package org.chaosspring.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a table and a chart of what was measured.
 */
public final class ReportRun {

	private ReportRun() {
	}

	/**
	 * Write the report.
	 * @param args the file with the figures; the table and the chart are written beside
	 * it
	 * @throws IOException if that fails
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("java.awt.headless", "true");
		Path file = Path.of(args[0]);
		List<Figure> figures = new Figures(file).read();
		Path table = file.resolveSibling("table.md");
		Path chart = file.resolveSibling("chart.png");
		Files.writeString(table, Table.of(figures));
		Chart.write(figures, chart);
		Console.print("Table: " + table);
		Console.print("Chart: " + chart);
	}

}
