package org.chaosspring.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path where it is
 * @param text what it says
 */
record Page(Path path, String text) {

	private static final Path DOCS = Path.of("").toAbsolutePath();

	private static final Pattern FENCE = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");

	static Page of(String name) {
		return read(DOCS.resolve(name));
	}

	/**
	 * Return every page, the README of the project included.
	 */
	static List<Page> all() {
		try (Stream<Path> files = Files.walk(DOCS)) {
			Stream<Path> pages = files.filter((file) -> file.toString().endsWith(".md"))
				.filter((file) -> !file.startsWith(DOCS.resolve("target")));
			return Stream.concat(Stream.of(DOCS.resolveSibling("README.md")), pages).map(Page::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the sources of the examples that pages show.
	 */
	static List<String> javaExamples() throws IOException {
		try (Stream<Path> files = Files.walk(DOCS.resolve("src/test/java"))) {
			return files.filter((file) -> file.toString().endsWith(".java")).map((file) -> read(file).text()).toList();
		}
	}

	private static Page read(Path path) {
		try {
			return new Page(path, Files.readString(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<String> snippets(String language) {
		return FENCE.matcher(this.text)
			.results()
			.filter((fence) -> fence.group(1).equals(language))
			.map((fence) -> fence.group(2))
			.toList();
	}

	/**
	 * Return the first cell of each row of a table, if it is code.
	 */
	List<String> firstCells() {
		return Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
			.matcher(this.text)
			.results()
			.map((cell) -> cell.group(1))
			.toList();
	}

	/**
	 * Return the files that the page links to.
	 */
	List<Path> links() {
		return LINK.matcher(this.text)
			.results()
			.map((MatchResult link) -> link.group(1))
			.filter((link) -> !link.contains("://"))
			.map((link) -> this.path.resolveSibling(link).normalize())
			.toList();
	}

	@Override
	public String toString() {
		return DOCS.getParent().relativize(this.path).toString();
	}

}
