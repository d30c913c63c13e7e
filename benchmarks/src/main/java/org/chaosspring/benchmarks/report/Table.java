package org.chaosspring.benchmarks.report;

import java.util.List;

/**
 * Figures as a table in Markdown.
 */
final class Table {

	private Table() {
	}

	static String of(List<Figure> figures) {
		StringBuilder table = new StringBuilder("| Part | Figure | Value (from to) | Unit | Bound | |\n");
		table.append("|---|---|---|---|---|---|\n");
		for (Figure figure : figures) {
			table.append("| %s | %s | %s | %s | %s | %s |%n".formatted(figure.part(), figure.name(), figure.spread(),
					figure.unit(), (figure.bound() != null) ? figure.bound() : "", figure.verdict()));
		}
		return table.toString();
	}

}
