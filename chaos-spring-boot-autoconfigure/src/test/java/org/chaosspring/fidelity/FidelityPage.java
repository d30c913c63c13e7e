package org.chaosspring.fidelity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page that shows the comparisons. A comparison must agree with its row; with the
 * system property {@code fidelity.write} the row is written anew.
 */
public final class FidelityPage {

	private static final Path PATH = Path.of("..", "docs", "fidelity.md");

	private static final boolean WRITE = Boolean.getBoolean("fidelity.write");

	private FidelityPage() {
	}

	/**
	 * Assert that both observations are the same, and those that the page shows.
	 * @param comparison what is compared
	 * @param real what the real trouble showed
	 * @param imposed what chaos showed
	 */
	public static void assertSame(Comparison comparison, Observation real, Observation imposed) {
		assertThat(imposed).as(comparison.trouble()).isEqualTo(real);
		if (WRITE) {
			write(comparison, row(comparison, real));
		}
		assertThat(rows(comparison.broker())).contains(row(comparison, real));
	}

	/**
	 * Assert that the section of a broker has a row for each comparison, and no other.
	 * @param comparisons all comparisons of the broker, in order
	 */
	public static void assertComplete(Comparison... comparisons) {
		assertThat(rows(comparisons[0].broker())).extracting(FidelityPage::trouble)
			.containsExactlyElementsOf(Arrays.stream(comparisons).map(Comparison::trouble).toList());
	}

	private static String row(Comparison comparison, Observation observation) {
		return "| " + String.join(" | ", comparison.trouble(), comparison.reality(), comparison.chaos(),
				String.join("<br>", observation.readable())) + " |";
	}

	private static String trouble(String row) {
		return row.substring(2, row.indexOf(" | "));
	}

	private static List<String> rows(String broker) {
		List<String> page = read();
		return page.subList(firstRow(page, broker), endOfRows(page, broker));
	}

	private static synchronized void write(Comparison comparison, String row) {
		List<String> page = new ArrayList<>(read());
		List<String> rows = new ArrayList<>(rows(comparison.broker()));
		rows.removeIf((old) -> trouble(old).equals(comparison.trouble()));
		rows.add(row);
		List<String> order = Arrays.stream(comparison.getClass().getEnumConstants()).map(Comparison::trouble).toList();
		rows.sort((one, other) -> order.indexOf(trouble(one)) - order.indexOf(trouble(other)));
		List<String> section = page.subList(firstRow(page, comparison.broker()), endOfRows(page, comparison.broker()));
		section.clear();
		section.addAll(rows);
		try {
			Files.write(PATH, page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int firstRow(List<String> page, String broker) {
		int heading = page.indexOf("## " + broker);
		assertThat(heading).as("section of " + broker).isNotNegative();
		int line = heading;
		while (!page.get(line).startsWith("|---")) {
			line++;
		}
		return line + 1;
	}

	private static int endOfRows(List<String> page, String broker) {
		int line = firstRow(page, broker);
		while (line < page.size() && page.get(line).startsWith("| ")) {
			line++;
		}
		return line;
	}

	private static List<String> read() {
		try {
			return Files.readAllLines(PATH);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
