package org.chaosspring.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes figures down as they come, in a file that other programs add to before and
 * after.
 */
public final class Figures {

	private final Path file;

	/**
	 * Write to a file.
	 * @param file the file, whose directory has to be there
	 */
	public Figures(Path file) {
		this.file = file;
	}

	/**
	 * Write an exact figure down.
	 * @param part the part of the measurements that it belongs to
	 * @param name what was measured
	 * @param unit the unit, empty for ratios and counts
	 * @param value the value
	 * @param bound what it has to keep to, or {@code null} for nothing
	 */
	public void add(String part, String name, String unit, double value, @Nullable Bound bound) {
		add(Figure.exact(part, name, unit, value, bound));
	}

	/**
	 * Write a figure down.
	 * @param figure the figure
	 */
	public void add(Figure figure) {
		Console.print(figure.toString());
		try {
			Files.writeString(this.file, figure.toLine() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Figure> read() {
		try {
			return Files.readAllLines(this.file).stream().map(Figure::parse).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
