package org.chaosspring.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A class path of its own, on which some libraries are missing as they are in an
 * application that does not depend on them. Classes are loaded anew, so that a link to a
 * missing class fails as it does there.
 */
final class IsolatedClassPath {

	private final List<Path> entries;

	private IsolatedClassPath(List<Path> entries) {
		this.entries = entries;
	}

	/**
	 * Return the class path of the tests without some libraries.
	 * @param libraries regular expressions for the names of files
	 * @return the rest
	 */
	static IsolatedClassPath without(Collection<String> libraries) {
		Pattern missing = Pattern.compile(String.join("|", libraries));
		String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return new IsolatedClassPath(Arrays.stream(all.split(File.pathSeparator))
			.map(Path::of)
			.filter((entry) -> !missing.matcher(entry.getFileName().toString()).lookingAt())
			.toList());
	}

	/**
	 * Return this class path with some more directories.
	 * @param directories the directories
	 * @return the longer class path
	 */
	IsolatedClassPath and(Path... directories) {
		return new IsolatedClassPath(Stream.concat(this.entries.stream(), Stream.of(directories)).toList());
	}

	/**
	 * Return the class path as the Java tools take it.
	 * @return the entries, separated
	 */
	String asArgument() {
		return String.join(File.pathSeparator, this.entries.stream().map(Path::toString).toList());
	}

	/**
	 * Call a task whose class is loaded from this class path.
	 * @param <T> the result, of a type of the JDK
	 * @param task the class of the task
	 * @return the result
	 */
	@SuppressWarnings("unchecked")
	<T> T call(Class<? extends Callable<T>> task) {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		URL[] urls = this.entries.stream().map(IsolatedClassPath::url).toArray(URL[]::new);
		try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(loader);
			return ((Callable<T>) loader.loadClass(task.getName()).getConstructor().newInstance()).call();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static URL url(Path entry) {
		try {
			return entry.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
